/** Every HTTP status that the contract documents as an error, and what to do about it. */
import { follow, listOperations, type Reference, type Response } from "../contract.ts";
import { code, markdownTable } from "./markdown.ts";
import { type Contract, covering } from "./read.ts";

export interface StatusAdvice {
  readonly todo: string;
  /** The class of the client's error, without `Referrals` and `Error`. */
  readonly error: string;
}

/** What to do. The contract says what a status means; this says what follows from it for a program. */
export const statusAdvice: Readonly<Record<string, StatusAdvice>> = {
  400: {
    error: "BadRequest",
    todo: "Correct the request. `error.target` names the property. Do not repeat it as it is.",
  },
  401: {
    error: "Authentication",
    todo: "Get a new token and repeat the call once. If that fails too, compare the token's audience.",
  },
  403: {
    error: "Permission",
    todo: "Stop and tell a person: a role, App+User access or a policy is missing. Repeating it does not help.",
  },
  404: {
    error: "NotFound",
    todo: "Check that the id is that of your own referral. The other organization's referral of a shared deal is never yours to read.",
  },
  405: { error: "Api", todo: "Correct the method. A wrong path often shows like this." },
  406: { error: "Api", todo: "Send `Accept: application/json`, or no `Accept`." },
  409: {
    error: "Conflict",
    todo: "Read the referral. If it is closed, drop the change. A second registration for events: change the one there is.",
  },
  412: {
    error: "PreconditionFailed",
    todo: "Read the referral again, apply your change to what you read, and send that with the new ETag.",
  },
  415: { error: "Api", todo: "Send `Content-Type: application/json`, also with a JSON Patch." },
  422: {
    error: "BadRequest",
    todo: "Look at the status table: the change is not one of it, or a patch replaces what is not there.",
  },
  429: {
    error: "RateLimit",
    todo: "Wait for `Retry-After` seconds, then repeat it. Send fewer calls at once.",
  },
  500: {
    error: "Server",
    todo: "Repeat it later with the same `client-request-id`. Before you create again, look whether it was created.",
  },
  503: { error: "Server", todo: "Wait for `Retry-After` seconds, then repeat it." },
  default: { error: "Api", todo: "Decide by the first digit: 4XX is yours to correct, 5XX may pass." },
};

/** The error responses of all operations, by status, in the order of the statuses. */
export function errorResponses(contract: Contract): [string, Response][] {
  const found = new Map<string, Response>();
  for (const { operation } of listOperations(contract)) {
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (!/^[123]/.test(status))
        found.set(status, follow<Response>(contract, response as Response | Reference));
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The codes that the contract's examples of a response carry. */
export function exampleCodes(contract: Contract, response: Response): string[] {
  const examples = Object.values(response.content?.["application/json"]?.examples ?? {});
  const values = examples.map((example) => JSON.stringify(follow(contract, example)));
  return [
    ...new Set(
      values.flatMap((value) => [...value.matchAll(/"code":"(\w+)"/g)].map(([, name = ""]) => name)),
    ),
  ];
}

export function table(contract: Contract): string {
  const responses = errorResponses(contract);
  const advice = covering(
    responses.map(([status]) => status),
    statusAdvice,
  );
  return markdownTable(
    ["Status", "Means", "What to do", "Error of the client"],
    responses.map(([status, response]) => [
      status === "default" ? "any other" : code(status),
      response.description,
      advice(status).todo,
      code(`Referrals${advice(status).error}Error`),
    ]),
  );
}
