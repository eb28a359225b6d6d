import type { Operation } from "../contract/contract.ts";
import { findResponse, mediaTypesOf } from "../contract/responses.ts";
import { isInRange } from "../http/media-type.ts";
import { members } from "../json.ts";
import { toViolations } from "./diagnostics.ts";
import type { Violation } from "./violation.ts";

/** An answer, as it is checked. */
export interface ReceivedAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where an answer has none. */
  readonly body?: AnswerBody;
}

/** A JSON value, a text of another type, or what is wrong with the JSON. `unread` says that it cannot be looked at. */
export type AnswerBody = { readonly value: unknown } | { readonly error: string } | "unread";

/** Where an answer departs from what the operation declares. */
export function checkAnswer({ route, prism, checks }: Operation, answer: ReceivedAnswer): Violation[] {
  const { status, headers, body } = answer;
  const response = findResponse(route, status);
  if (response === undefined) {
    const message = `${status} is not declared; ${route.id} has ${[...route.responses.keys()].join(", ")}`;
    return [{ location: "status", code: "undeclared", message }];
  }
  const declared = mediaTypesOf(response);
  const { "content-type": type = "" } = headers;
  const fault = body === "unread" ? undefined : findFault(declared, type, body);
  const verdict = checks.validateOutput({
    resource: prism,
    element: {
      statusCode: status,
      // The type has been looked at. Prism throws at one that it cannot parse.
      headers: {
        ...headers,
        "content-type": declared.find((range) => isInRange(type, range)) ?? declared[0] ?? "",
      },
      body: typeof body === "object" && "value" in body ? body.value : undefined,
    },
  });
  const names = members(response.headers).map(([name]) => name);
  const found = toViolations(verdict, names);
  if (fault === undefined && body !== "unread") return found;
  // Prism would hold a body against a schema that is not its own. What it says of the headers stands.
  const lines = found.filter(
    ({ location, name }) => location === "header" && name !== undefined && name !== "",
  );
  return fault === undefined ? lines : [fault, ...lines];
}

/** What is wrong with a body before its content is looked at. */
function findFault(
  declared: readonly string[],
  contentType: string,
  body: Exclude<AnswerBody, "unread"> | undefined,
): Violation | undefined {
  const inBody = (code: string, message: string): Violation => ({
    location: "body",
    pointer: "",
    code,
    message,
  });
  if (declared.length === 0) {
    return body === undefined
      ? undefined
      : inBody("unexpected", "is there, but none is declared for this status");
  }
  if (body === undefined) return inBody("required", "is required");
  if (!declared.some((range) => isInRange(contentType, range))) {
    return {
      location: "header",
      name: "Content-Type",
      code: "content-type",
      message: `must be ${declared.join(" or ")}`,
    };
  }
  return "error" in body ? inBody("json", body.error) : undefined;
}
