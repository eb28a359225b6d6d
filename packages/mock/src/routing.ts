import { ApiError } from "@partner-referrals/server/api-error";
import type { HttpMethod, Operation } from "@partner-referrals/spec/model";
import type { Contract } from "./contract.ts";
import { fixedHeaders, type HttpResponse } from "./send.ts";

/** What a request is for: an operation, or a question about the path (OPTIONS). */
export type Route = { readonly operation: Operation } | { readonly options: HttpResponse };

/**
 * Finds the operation for a method and a path. HEAD is GET without the body, as in any HTTP server.
 *
 * @throws ApiError with status 404 or 405 when there is none.
 */
export function findRoute(contract: Contract, method: string, path: string): Route {
  // Some documents write a path with a slash at its end; it means the same.
  const template = contract.findPath(path) ?? contract.findPath(path.replace(/(?<=.)\/$/, ""));
  const operations = template === undefined ? undefined : contract.paths.get(template);
  if (operations === undefined) {
    if (method === "OPTIONS" && path === "*") return { options: { status: 204, headers: [] } };
    throw unknownPath(contract);
  }
  // A cast: a method that is none of the contract's finds nothing.
  const operation = operations.get(method.toLowerCase() as HttpMethod);
  if (operation !== undefined) return { operation };
  const get = operations.get("get");
  if (method === "HEAD" && get !== undefined) return { operation: get };
  const headers = { Allow: allowedMethods(operations).join(", ") };
  if (method === "OPTIONS") return { options: { status: 204, headers: fixedHeaders(headers) } };
  const reason = `${method} is not supported at ${template}. It has ${headers.Allow}.`;
  throw new ApiError(405, "methodNotAllowed", { reason, target: "method", headers });
}

function allowedMethods(operations: ReadonlyMap<HttpMethod, Operation>): string[] {
  const declared = [...operations.keys()].map((method) => method.toUpperCase());
  return [...new Set([...declared, ...(operations.has("get") ? ["HEAD"] : []), "OPTIONS"])];
}

function unknownPath({ paths }: Contract): ApiError {
  const reason = `The contract has no such path. It has ${[...paths.keys()].join(", ")}.`;
  return new ApiError(404, "unknownPath", { reason, target: "path" });
}
