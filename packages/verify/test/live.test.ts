import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";
import { contract, listOperations } from "@partner-referrals/spec/model";
import { createVerifier } from "../src/index.ts";
import { createSession } from "../src/live/session.ts";
import { contradictedBy, runWhole } from "./support/scenario.ts";

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({ port: 0 });
});
after(() => sandbox.close());

describe("The scenario against the sandbox", () => {
  test("contradicts nothing, and reaches at least nine in ten operations, statuses and rules", async (context) => {
    const verifier = createVerifier();
    const token = "Proseware:admin";
    assert.deepEqual(await runWhole(sandbox.url, token, verifier), []);
    await provokeErrors(verifier);
    assert.deepEqual(contradictedBy(verifier), []);
    for (const kind of ["operation", "status", "rule"] as const) {
      const facts = verifier.report().findings.filter((fact) => fact.kind === kind);
      const missed = facts.filter(({ outcome }) => outcome !== "confirmed").map(({ id }) => id);
      context.diagnostic(
        `${kind}: ${facts.length - missed.length} of ${facts.length}; not reached: ${missed.join(", ") || "none"}`,
      );
      assert.ok(missed.length / facts.length <= 0.1, `${kind}: not reached are ${missed.join(", ")}`);
    }
  });
});

/** Has the sandbox return each error that the contract declares and the scenario cannot cause. */
async function provokeErrors(verifier: ReturnType<typeof createVerifier>): Promise<void> {
  const session = createSession({
    baseUrl: sandbox.url,
    token: () => "Proseware:admin",
    maxPerSecond: 100_000,
    timeoutMs: 120_000,
    onExchange: (exchange) => verifier.observe(exchange),
  });
  for (const operation of listOperations(contract)) {
    for (const status of [...operation.responses.keys()].map(Number).filter((one) => one >= 400)) {
      sandbox.control.fail({ kind: status, match: { operationId: operation.id } });
      const path = { referralId: crypto.randomUUID(), correlationId: crypto.randomUUID() };
      const body = operation.requestBody && {};
      // 429 and 503 stop a session, as they should.
      await session.send({ operation, path, ...(body && { body }) }).catch(() => undefined);
    }
  }
}
