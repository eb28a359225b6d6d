import type { Contract } from "./contract/contract.ts";
import type { Resource, Route } from "./contract/routes.ts";
import type { Failure } from "./failure.ts";
import type { Answer } from "./http/answer.ts";

/** The operation a request is for, or the answer to OPTIONS, or why there is none. */
export type FoundRoute =
  | { readonly route: Route }
  | { readonly options: Answer }
  | { readonly failure: Failure };

/** Finds the operation for a method and a path. HEAD is GET without the body, as in any HTTP server. */
export function findRoute(contract: Contract, method: string, path: string): FoundRoute {
  // Some documents write a path with a slash at its end; it means the same.
  const resource = contract.find(path) ?? contract.find(path.replace(/(?<=.)\/$/, ""));
  if (resource === undefined) {
    if (method === "OPTIONS" && path === "*") return { options: { status: 204, headers: [] } };
    return { failure: unknownPath(contract) };
  }
  const { routes } = resource;
  const route = routes.get(method.toLowerCase());
  if (route !== undefined) return { route };
  const get = routes.get("get");
  if (method === "HEAD" && get !== undefined) return { route: get };
  const allow = { name: "Allow", value: methodsOf(resource).join(", ") };
  if (method === "OPTIONS") return { options: { status: 204, headers: [allow] } };
  const reason = `${method} is not supported at ${resource.path}. It has ${allow.value}.`;
  return { failure: { status: 405, code: "methodNotAllowed", reason, target: "method", headers: [allow] } };
}

function methodsOf({ routes }: Resource): string[] {
  const declared = [...routes.keys()].map((method) => method.toUpperCase());
  return [...new Set([...declared, ...(routes.has("get") ? ["HEAD"] : []), "OPTIONS"])];
}

function unknownPath({ resources }: Contract): Failure {
  const known = resources.map(({ path }) => path).join(", ");
  return {
    status: 404,
    code: "unknownPath",
    reason: `The contract has no such path. It has ${known}.`,
    target: "path",
  };
}
