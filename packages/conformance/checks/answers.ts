import { STATUS_CODES } from "node:http";
import { type Answer, type Contract, type Located, nameIn, operationsOf } from "../contract/document.ts";
import type { Check } from "./check.ts";

/** What every call may be answered with, whatever it is. */
const always = ["400", "401", "403", "404", "405", "406", "429", "500", "503", "default"];
/** What may happen to a call that changes something. */
const whenChanging = ["409"];
const withBody = ["415", "422"];
const withCondition = ["412"];

const onEveryAnswer = ["request-id", "client-request-id", "timestamp", "x-ms-ags-diagnostic"];
/** Partner Center has headers of its own. Its errors are not documented; they are taken for those of the other calls. */
const onPartnerCenter = ["MS-RequestId", "MS-CorrelationId"];

/** Answers follow from what is asked, and each carries the headers that it owes. */
export const answers: Check = function* ({ contract }) {
  const { components } = contract;
  for (const located of operationsOf(contract).filter(({ path }) => path in contract.paths)) {
    const { operation, servers } = located;
    const whenDone = servers === contract.servers ? onEveryAnswer : onPartnerCenter;
    const errors = new Set(expectedErrors(contract, located));
    const found = Object.keys(operation.responses).filter((status) => !status.startsWith("2"));
    for (const status of found) if (!errors.has(status)) yield `${operation.operationId} answers ${status}.`;
    for (const status of errors)
      if (!found.includes(status)) yield `${operation.operationId} never answers ${status}.`;
    for (const [status, answer] of Object.entries(operation.responses)) {
      const name = nameIn(answer);
      if (!status.startsWith("2") && name !== componentFor(status)) {
        yield `${operation.operationId} answers ${status} with ${name ?? "no component"}.`;
      }
      yield* checkHeaders(
        `${operation.operationId} ${status}`,
        status,
        components.responses[name ?? ""] ?? answer,
        status.startsWith("2") ? whenDone : onEveryAnswer,
      );
    }
  }
  for (const [name, { content = {} }] of Object.entries(components.responses)) {
    const bodies = Object.entries(content).map(([type, { schema }]) => `${type} ${nameIn(schema)}`);
    if (bodies.join() !== "application/json ErrorResponse") yield `${name} has not the one shape of errors.`;
  }
};

function expectedErrors({ components }: Contract, { method, operation }: Located): string[] {
  const names = (operation.parameters ?? []).map((one) => components.parameters[nameIn(one) ?? ""]?.name);
  return [
    ...always,
    ...(method === "get" ? [] : whenChanging),
    ...(operation.requestBody ? withBody : []),
    ...(names.includes("If-Match") ? withCondition : []),
  ];
}

/** Errors are named for what their status is called in RFC 9110. */
function componentFor(status: string): string {
  if (status === "default") return "UnexpectedError";
  if (status === "422") return "UnprocessableContent"; // Node still has its name of RFC 4918.
  return STATUS_CODES[status]?.replaceAll(" ", "") ?? "";
}

function* checkHeaders(
  place: string,
  status: string,
  { headers = {}, content = {} }: Answer,
  owed: readonly string[],
): Generator<string> {
  const isReferral = Object.values(content).some(({ schema }) => nameIn(schema) === "Referral");
  const expected = [
    ...owed,
    ...(isReferral ? ["ETag"] : []),
    ...(["429", "503"].includes(status) ? ["Retry-After"] : []),
  ];
  for (const name of expected) if (!headers[name]) yield `${place} has no header ${name}.`;
  for (const [name, reference] of Object.entries(headers)) {
    if (!expected.includes(name)) yield `${place} has a header ${name}.`;
    if (nameIn(reference) !== headerComponents[name]) yield `${place} has ${nameIn(reference)} as ${name}.`;
  }
}

const headerComponents: Record<string, string> = {
  "request-id": "RequestId",
  "client-request-id": "ClientRequestId",
  "MS-RequestId": "MsRequestId",
  "MS-CorrelationId": "MsCorrelationId",
  timestamp: "Timestamp",
  "x-ms-ags-diagnostic": "AgsDiagnostic",
  ETag: "ETag",
  "Retry-After": "RetryAfter",
};
