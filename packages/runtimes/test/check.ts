import assert from "node:assert/strict";
import { event } from "../../client/test/webhooks/deliveries.ts";
import type { Verdict } from "../app/src/scenario.ts";
import { errorExample } from "../stub/contract.ts";
import { startStub } from "../stub/server.ts";

const notFound = `ReferralsNotFoundError ${errorExample("NotFound").error.code}`;

const expected: Verdict = {
  created: "Northwind Traders: demand forecasting",
  // One that is refused, one for that call again, one for the next call.
  tokensAskedFor: 3,
  listed: ["Adventure Works", "Contoso", "Fabrikam"],
  // The notes are what somebody else writes meanwhile.
  edited: { dealValue: 58000, notes: "Call on Monday." },
  notFound,
  isNotFoundError: true,
  notFoundInPreview: notFound,
  late: "ReferralsTimeoutError",
  aborted: "ReferralsAbortError",
  redirected: "ReferralsUnexpectedResponseError",
  event: event.EventName,
  forgedEvent: "ReferralsWebhookError invalid-signature",
};

/** Has the scenario run in some way, and compares what the app and the service see with what they should see. */
export async function check(scenario: (baseUrl: string) => Promise<Verdict>): Promise<void> {
  const stub = await startStub();
  try {
    assert.deepEqual(await scenario(stub.url), expected);
    assert.ok(!stub.paths.includes("/stolen"), "The redirect was followed.");
    await stub.idle();
  } finally {
    stub.close();
  }
}
