/** Every known error code, and what to do about it. */
import { errorResponses, exampleCodes } from "./error-statuses.ts";
import { code, codes, markdownTable } from "./markdown.ts";
import { type Contract, covering, knownValues, valueDescriptions } from "./read.ts";

const advice: Readonly<Record<string, string>> = {
  accessDenied: "Give the user a referrals role, or sign a user in. Do not repeat the call.",
  generalException: "Repeat the call later; if it stays, ask Microsoft and name the `request-id`.",
  invalidRequest: "Correct what `target` names; `innerError` is more precise.",
  itemNotFound: "Check the id, and whose referral it is.",
  preconditionFailed: "Read again, change again, send again.",
  resourceModified: "The same: it is usually the `innerError` of `preconditionFailed`.",
  serviceNotAvailable: "Wait for `Retry-After`, then repeat the call.",
  unauthenticated: "Get a new token.",
};

export function table(contract: Contract): string {
  const names = knownValues(contract, "ErrorCode");
  const describe = covering(names, valueDescriptions(contract, "ErrorCode"));
  const todo = covering(names, advice);
  const responses = errorResponses(contract);
  const shownWith = (name: string) =>
    responses
      .filter(([, response]) => exampleCodes(contract, response).includes(name))
      .map(([status]) => status);
  return markdownTable(
    ["Code", "Means", "Shown with", "What to do"],
    names.map((name) => [
      code(name),
      describe(name),
      codes(shownWith(name).filter((status) => status !== "default")) || "no example",
      todo(name),
    ]),
  );
}
