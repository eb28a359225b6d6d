import type { Operation } from "../contract/operations.ts";
import { schemaErrors } from "../contract/validator.ts";
import { inBody, toViolations, type Violation } from "../contract/violations.ts";
import { readParameters } from "../http/parameters.ts";
import type { JournalRequest, JournalResponse } from "./journal.ts";

/** Where a request departs from the contract. */
export function checkRequest(operation: Operation | undefined, request: JournalRequest): Violation[] {
  if (operation === undefined)
    return [{ location: "path", code: "unknown", message: "is not in the contract" }];
  const { violations } = readParameters(operation, request);
  return [...violations, ...checkBody(operation.bodySchema, request.body, true)];
}

/** Where an answer departs from the contract. */
export function checkResponse(operation: Operation | undefined, response: JournalResponse): Violation[] {
  if (operation === undefined) return [];
  const declared = operation.responses.get(String(response.status)) ?? operation.responses.get("default");
  if (declared === undefined)
    return [{ location: "status", code: "unknown", message: "is not in the contract" }];
  const headers = [...declared.headers].flatMap(([name, schema]): Violation[] => {
    const sent = response.headers[name];
    if (sent === undefined) return [];
    const value = /^\d+$/.test(sent) ? Number(sent) : sent;
    return toViolations(schemaErrors(schema, value)).map(({ code, message }) => ({
      location: "header",
      name,
      code,
      message,
    }));
  });
  return [...headers, ...checkBody(declared.schema, response.body, declared.schema !== undefined)];
}

function checkBody(schema: string | undefined, body: string | undefined, isRequired: boolean): Violation[] {
  if (schema === undefined) return body === undefined ? [] : [inBody("", "unknown", "is not allowed here")];
  if (body === undefined) return isRequired ? [inBody("", "required", "is required")] : [];
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return [inBody("", "syntax", "is not valid JSON")];
  }
  return toViolations(schemaErrors(schema, value));
}
