import type { IncomingHttpHeaders } from "node:http";
import type { Operation } from "../contract/contract.ts";
import type { Parameter } from "../contract/routes.ts";
import { singleHeaders } from "../http/headers.ts";
import type { Target } from "../http/target.ts";
import { toViolations } from "./diagnostics.ts";
import { clip, type Violation } from "./violation.ts";

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
  const violations = checkQueryNames(route.parameters, request.target);
  // `null` is how Prism, too, sees an absent body.
  const isBodyMissing = request.body === undefined || request.body === null;
  if (route.body?.required && isBodyMissing) {
    violations.push({ location: "body", pointer: "", code: "required", message: "is required" });
  }
  const verdict = checks.validateInput({
    resource: prism,
    element: {
      method: route.method,
      url: { path: request.target.path, query: declaredQuery(route.parameters, request.target) },
      headers: singleHeaders(request.headers),
      body: isBodyMissing ? undefined : request.body,
    },
  });
  const names = route.parameters.map(({ name }) => name);
  violations.push(...checkEmptyValues(operation, request), ...toViolations(verdict, names));
  return violations;
}

/** Prism lets unknown query names pass; a misspelt `$filter` would go unnoticed. */
function checkQueryNames(parameters: readonly Parameter[], target: Target): Violation[] {
  const known = parameters.filter((candidate) => candidate.in === "query").map(({ name }) => name);
  const allowed =
    known.length > 0 ? `; the operation knows ${known.join(", ")}` : "; the operation takes no query";
  return target.query
    .filter(([name]) => !known.includes(name))
    .map(([name]) => ({
      location: "query",
      name: clip(name),
      code: "unknown",
      message: `is unknown${allowed}`,
    }));
}

function declaredQuery(parameters: readonly Parameter[], target: Target): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const { name } of parameters.filter((candidate) => candidate.in === "query")) {
    const values = target.query.filter(([sent]) => sent === name).map(([, value]) => value);
    const [first] = values;
    if (first !== undefined) query[name] = values.length === 1 ? first : values;
  }
  return query;
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
