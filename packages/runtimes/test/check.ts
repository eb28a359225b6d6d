import assert from "node:assert/strict";
import type { ScenarioResult } from "../app/src/scenario.ts";
import { errorBody, event } from "../stub-server/responses.ts";
import { startStub } from "../stub-server/server.ts";

const notFound = `ReferralsNotFoundError ${errorBody(404).error.code}`;

const expected: ScenarioResult = {
  created: "Northwind Traders: demand forecasting",
  // One that is rejected, one for the retry, one for the next request.
  tokensRequested: 3,
  listed: ["Adventure Works", "Contoso", "Fabrikam"],
  // The notes are what another user writes in the meantime.
  edited: { dealValue: 58000, notes: "Call on Monday." },
  notFound,
  isNotFoundError: true,
  notFoundInPreview: notFound,
  late: "ReferralsTimeoutError",
  aborted: "ReferralsAbortError",
  redirected: "ReferralsUnexpectedResponseError",
  event: String(Reflect.get(event, "EventName")),
  forgedEvent: "ReferralsWebhookError invalid-signature",
};

/** Has the scenario run in some way, and compares what the app and the service see with what they should see. */
export async function check(scenario: (baseUrl: string) => Promise<ScenarioResult>): Promise<void> {
  const stub = await startStub();
  try {
    assert.deepEqual(await scenario(stub.url), expected);
    assert.ok(!stub.paths.includes("/stolen"), "The redirect was followed.");
    await stub.idle();
  } finally {
    stub.close();
  }
}
