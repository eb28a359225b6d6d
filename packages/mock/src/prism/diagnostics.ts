import { toViolations, type Violation } from "@partner-referrals/server/violations";
import { formatPointer, parsePointer } from "@partner-referrals/spec/model";
import type { Diagnostic } from "./load.ts";

/** What Prism's validators return. */
export type Outcome =
  | { readonly _tag: "Left"; readonly left: readonly Diagnostic[] }
  | { readonly _tag: "Right" };

/**
 * Prism's diagnostics as violations.
 *
 * @param names the declared parameter or header names: Prism turns them to lower case
 */
export function readOutcome(outcome: Outcome, names: readonly string[]): Violation[] {
  if (outcome._tag === "Right") return [];
  // A warning, such as the use of a deprecated parameter, does not violate the contract.
  const errors = outcome.left.filter(({ severity }) => severity === 0);
  const byLocation = Map.groupBy(errors, ({ path }) => String(path?.[0] ?? "body"));
  return [...byLocation].flatMap(([location, diagnostics]) => {
    const found = toViolations(diagnostics.map(toSchemaError));
    return location === "body" ? found : found.map((violation) => toParameter(location, violation, names));
  });
}

function toSchemaError({ error, code, path = [], message }: Diagnostic) {
  if (error !== undefined) return error;
  return {
    keyword: String(code ?? "invalid"),
    instancePath: formatPointer(path.slice(1)),
    params: {},
    message,
  };
}

function toParameter(
  location: string,
  { pointer = "", code, message }: Violation,
  names: readonly string[],
): Violation {
  const [lowered = ""] = parsePointer(pointer);
  const name = names.find((candidate) => candidate.toLowerCase() === lowered) ?? lowered;
  return { location: location === "query" || location === "path" ? location : "header", name, code, message };
}
