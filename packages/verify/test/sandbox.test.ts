import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";
import { createVerifier, observeFetch } from "../src/index.ts";
import { contradictedBy } from "./support/scenario.ts";

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({ port: 0 });
});
after(() => sandbox.close());

describe("Traffic of the sandbox", () => {
  test("contradicts nothing", async () => {
    const verifier = createVerifier();
    const fetch = observeFetch(verifier);
    const call = (path: string, init: RequestInit) => fetch(sandbox.url + path, init);
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
    // A cast: the contract says so.
    const { id, eTag } = (await created.json()) as { id: string; eTag: string };
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

  test("that overlaps contradicts nothing, whatever is seen first", async () => {
    const verifier = createVerifier();
    const gate = Promise.withResolvers<void>();
    const fetch = observeFetch(verifier, async (input, init) => {
      const request = new Request(input, init);
      const response = await globalThis.fetch(request);
      if (request.headers.has("x-late")) await gate.promise;
      return response;
    });
    const headers = { authorization: "Bearer Overlap:admin", "content-type": "application/json" };
    const list = `${sandbox.url}/v1.0/engagements/referrals`;
    const body = JSON.stringify({ type: "Independent", customerProfile: {}, consent: {}, details: {} });
    const created = await fetch(list, { method: "POST", headers, body });
    const { id, eTag } = (await created.json()) as { id: string; eTag: string };
    const late = fetch(`${list}/${id}`, { headers: { ...headers, "x-late": "1" } });
    // The first read is on its way back when the deal is closed.
    while (
      sandbox.control.journal().every(({ request }) => request.method !== "GET" || !request.path.includes(id))
    )
      await new Promise((resolve) => setImmediate(resolve));
    const closed = [
      { op: "replace", path: "/status", value: "Closed" },
      { op: "replace", path: "/substatus", value: "Won" },
    ];
    const patch = {
      method: "PATCH",
      headers: { ...headers, "if-match": eTag },
      body: JSON.stringify(closed),
    };
    assert.ok((await fetch(`${list}/${id}`, patch)).ok);
    gate.resolve();
    await late;
    await fetch(`${list}/${id}`, { headers });
    assert.deepEqual(contradictedBy(verifier), []);
  });
});
