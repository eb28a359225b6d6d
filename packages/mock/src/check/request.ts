import type { IncomingHttpHeaders } from "node:http";
import type { Operation } from "../contract/contract.ts";
import { singleHeaders } from "../http/headers.ts";
import type { Target } from "../http/target.ts";
import { toViolations } from "./diagnostics.ts";
import { checkQueryNames, declaredQuery } from "./query.ts";
import type { Violation } from "./violation.ts";

/** A request, all of it received. */
export interface ReceivedRequest {
  readonly target: Target;
  readonly headers: IncomingHttpHeaders;
  /** As parsed; undefined where there was no body. */
  readonly body: unknown;
}

/** Where path, query, headers and body depart from the contract. */
export function checkRequest(operation: Operation, request: ReceivedRequest): Violation[] {
  const { route, prism, checks } = operation;
  const violations = checkQueryNames(operation, request.target);
  // `null` is how Prism, too, sees an absent body.
  const isBodyMissing = request.body === undefined || request.body === null;
  if (route.body?.required && isBodyMissing) {
    violations.push({ location: "body", pointer: "", code: "required", message: "is required" });
  }
  const headers = singleHeaders(request.headers);
  // What is wrong with the type of a body is known by now. Of the type of no body, Prism would throw.
  if (isBodyMissing) delete headers["content-type"];
  const verdict = checks.validateInput({
    resource: prism,
    element: {
      method: route.method,
      url: {
        path: alignPath(route.path, request.target.path),
        query: declaredQuery(operation, request.target),
      },
      headers,
      body: isBodyMissing ? undefined : request.body,
    },
  });
  const names = route.parameters.map(({ name }) => name);
  violations.push(...checkEmptyValues(operation, request), ...toViolations(verdict, names));
  return violations;
}

/** A path with its fixed segments as the template has them: Prism sees neither that `%2E` is a dot nor past a final slash. */
function alignPath(template: string, path: string): string {
  if (!path.includes("%") && !path.endsWith("/")) return path;
  const sent = path.split("/");
  const aligned = template
    .split("/")
    .map((segment, index) => (segment.includes("{") ? sent[index] : segment));
  return aligned.join("/");
}

/** Prism drops parameters whose value is empty before it looks at them, so they are checked one by one. */
function checkEmptyValues(operation: Operation, { target, headers }: ReceivedRequest): Violation[] {
  const { route, prism, checks } = operation;
  const declared = prism.request;
  const queries = (declared?.query ?? []).filter(({ name }) =>
    target.query.some(([n, v]) => n === name && v === ""),
  );
  const lines = (declared?.headers ?? []).filter(({ name }) => headers[name.toLowerCase()] === "");
  return [...queries, ...lines].flatMap(({ name, required, schema }) => {
    if (required || schema === undefined) return [];
    const body = { id: name, contents: [{ id: name, mediaType: "text/plain", schema }] };
    const verdict = checks.validateInput({
      resource: { ...prism, request: { body } },
      element: {
        method: route.method,
        url: { path: route.path },
        headers: { "content-type": "text/plain" },
        body: "",
      },
    });
    const location = lines.some((line) => line.name === name) ? "header" : "query";
    return toViolations(verdict, []).map(
      ({ code, message }): Violation => ({ location, name, code, message }),
    );
  });
}
