import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";
import { bodyExamples, contract, operationNamed } from "@partner-referrals/spec/model";
import { createVerifier } from "../../src/index.ts";
import { crowded, type Defect, expired, startDefective } from "./defects.ts";
import { contradictedBy, runWhole } from "./scenario.ts";

const referrals = operationNamed(contract, "createReferral");
const deal = bodyExamples(contract, referrals.requestBody).find(({ name }) => name.startsWith("independent"));

/** Tests that each defect is found by its fact, and nothing else is. */
export function findDefects(defects: readonly Defect[]): void {
  describe("Of a service with one defect, the defect is found:", () => {
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await startSandbox({ port: 0 });
      const headers = { authorization: `Bearer ${crowded}:admin`, "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(deal?.value) };
      for (let count = 0; count < 250; count += 1)
        assert.ok((await fetch(new URL(referrals.path, sandbox.url), init)).ok);
      // A cast: the contract's own example.
      const lead = deal?.value as Parameters<ReturnType<Sandbox["control"]["actAs"]>["sendLead"]>[1];
      sandbox.control.actAs("msft").sendLead(expired, lead);
      sandbox.control.clock.advance({ days: 15 });
    });
    after(() => sandbox.close());

    for (const [index, defect] of defects.entries())
      test(defect.name, async () => {
        const service = await startDefective(sandbox.url, defect);
        const verifier = createVerifier();
        try {
          await runWhole(service.url, `${defect.organization ?? `Org${index}`}:admin`, verifier);
        } finally {
          await service.close();
        }
        assert.deepEqual(contradictedBy(verifier), [defect.fact, ...(defect.implied ?? [])].sort());
      });
  });
}
