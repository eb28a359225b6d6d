import type { Contract } from "../contract/contract.ts";
import type { Route } from "../contract/routes.ts";
import { at } from "../json.ts";

/** A `curl` line that reads something, for the user to try. */
export function exampleCall({ resources }: Contract, url: string): string {
  const gets = resources.flatMap(({ routes }) => routes.get("get") ?? []);
  const [route] = gets.sort((a, b) => required(a) - required(b));
  return `curl -H 'Authorization: Bearer any' '${url}${route === undefined ? "/" : fill(route)}'`;
}

function required({ parameters }: Route): number {
  return parameters.filter(({ node }) => node.required === true).length;
}

/** The path with the contract's example for each parameter. */
function fill({ path, parameters }: Route): string {
  return path.replace(/\{([^}]+)\}/g, (whole, name: string) => {
    const parameter = parameters.find((candidate) => candidate.in === "path" && candidate.name === name);
    return encodeURIComponent(String(at(parameter?.node, "example") ?? whole));
  });
}
