import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";
import { createVerifier } from "../src/index.ts";
import { recordingFetch } from "./support/record.ts";

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({ port: 0 });
});
after(() => sandbox.close());

describe("Traffic of the sandbox", () => {
  test("contradicts nothing", async () => {
    const verifier = createVerifier();
    const call = recordingFetch(sandbox.url, verifier);
    const token = { authorization: "Bearer Proseware:admin", "content-type": "application/json" };
    const list = "/v1.0/engagements/referrals";
    const body = JSON.stringify({
      type: "Independent",
      name: "Deal",
      customerProfile: { name: "N" },
      consent: {},
      details: {},
    });
    const created = await call(list, { method: "POST", headers: token, body });
    const { id, eTag } = created.json as { id: string; eTag: string };
    await call(`${list}/${id}`, { headers: token });
    await call(`${list}/${id}`, {
      method: "PATCH",
      headers: { ...token, "if-match": eTag, prefer: "return=representation" },
      body: JSON.stringify([{ op: "replace", path: "/name", value: "Renamed" }]),
    });
    await call(`${list}/${id}`, {
      method: "PATCH",
      headers: { ...token, "if-match": eTag },
      body: JSON.stringify([{ op: "replace", path: "/name", value: "Again" }]),
    });
    await call(`${list}/${id}`, {});
    const report = verifier.report();
    const contradicted = report.findings.filter(({ outcome }) => outcome === "contradicted");
    assert.deepEqual(contradicted, []);
    const confirmed = report.findings
      .filter(({ outcome }) => outcome === "confirmed")
      .map(({ id: fact }) => fact);
    for (const fact of [
      "rule/stale-etag",
      "rule/etag-header",
      "rule/new-etag",
      "rule/token",
      "Referral.required.id",
      "updateReferral.responses.412",
    ])
      assert.ok(confirmed.includes(fact), `${fact} is not confirmed`);
  });
});
