import { STATUS_CODES } from "node:http";
import {
  componentRef,
  getByPointer,
  type Operation,
  type Response,
  refName,
} from "@partner-referrals/spec/model";
import { componentName } from "../contract/contract.ts";
import type { Check } from "./check.ts";

/** What every operation may respond with. */
const always = ["400", "401", "403", "404", "405", "406", "429", "500", "503", "default"];
const toWrites = ["409"];
const toBodies = ["415", "422"];
const toConditions = ["412"];

const onEveryResponse = ["request-id", "client-request-id", "timestamp", "x-ms-ags-diagnostic"];
/** Partner Center has headers of its own. Its errors are not documented; they are taken for those of the other calls. */
const onPartnerCenter = ["MS-RequestId", "MS-CorrelationId"];

/** The responses of an operation follow from its request, and each has the headers that it should have. */
export const responses: Check = function* ({ contract, operations }) {
  const [main] = operations;
  for (const operation of operations) {
    const { id } = operation;
    const onSuccess = operation.server === main?.server ? onEveryResponse : onPartnerCenter;
    const expected = new Set(expectedErrors(operation));
    const found = [...operation.responses.keys()].filter((status) => !status.startsWith("2"));
    for (const status of found) if (!expected.has(status)) yield `${id} responds with ${status}.`;
    for (const status of expected) if (!found.includes(status)) yield `${id} never responds with ${status}.`;
    for (const [status, response] of operation.responses) {
      const isSuccess = status.startsWith("2");
      const name = componentName(getByPointer(contract, `${operation.pointer}/responses/${status}`));
      if (!isSuccess && name !== componentFor(status)) yield `${id} responds to ${status} with ${name}.`;
      yield* checkContent(`${id} ${status}`, response, isSuccess);
      yield* checkHeaders(`${id} ${status}`, contract, response, isSuccess ? onSuccess : onEveryResponse);
    }
  }
};

function expectedErrors({ method, parameters, requestBody }: Operation): string[] {
  return [
    ...always,
    ...(method === "get" ? [] : toWrites),
    ...(requestBody ? toBodies : []),
    ...(parameters.some(({ name }) => name === "If-Match") ? toConditions : []),
  ];
}

/** Errors are named for what their status is called in RFC 9110. */
function componentFor(status: string): string {
  if (status === "default") return "UnexpectedError";
  if (status === "422") return "UnprocessableContent"; // Node still has its name of RFC 4918.
  return STATUS_CODES[status]?.replaceAll(" ", "") ?? "";
}

/** Only 204 has no body; every error has one shape. */
function* checkContent(place: string, { status, content }: Response, isSuccess: boolean): Generator<string> {
  const bodies = content.map(({ name, schema }) => `${name} ${componentName(schema)}`);
  if (status === "204") {
    if (bodies.length > 0) yield `${place} has a body.`;
  } else if (bodies.length !== 1 || !/^application\/json [A-Z]/.test(bodies[0] ?? "")) {
    yield `${place} has not one body that is JSON and a component.`;
  } else if (!isSuccess && bodies[0] !== "application/json ErrorResponse") {
    yield `${place} has not the one shape of errors.`;
  }
}

function* checkHeaders(
  place: string,
  contract: unknown,
  { status, headers, content }: Response,
  required: readonly string[],
): Generator<string> {
  const hasReferral = content.some(({ schema }) => componentName(schema) === "Referral");
  const expected = [
    ...required,
    ...(hasReferral ? ["ETag"] : []),
    ...(["429", "503"].includes(status) ? ["Retry-After"] : []),
  ];
  const names = headers.map(({ name }) => name);
  for (const name of expected) if (!names.includes(name)) yield `${place} has no header ${name}.`;
  for (const { name, pointer } of headers) {
    if (!expected.includes(name)) yield `${place} has a header ${name}.`;
    const component = headerComponents[name] ?? "";
    if (getByPointer(contract, componentRef("headers", component)) !== getByPointer(contract, pointer))
      yield `${place} has ${refName(pointer)} as ${name}.`;
  }
}

const headerComponents: Readonly<Record<string, string>> = {
  "request-id": "RequestId",
  "client-request-id": "ClientRequestId",
  "MS-RequestId": "MsRequestId",
  "MS-CorrelationId": "MsCorrelationId",
  timestamp: "Timestamp",
  "x-ms-ags-diagnostic": "AgsDiagnostic",
  ETag: "ETag",
  "Retry-After": "RetryAfter",
};
