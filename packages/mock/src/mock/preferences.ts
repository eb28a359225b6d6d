import type { Violation } from "../check/violation.ts";
import type { Target } from "../http/target.ts";

/** What a request asks of the mock, over and above the contract. */
export interface Preferences {
  readonly code?: number;
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
  /** Which header or query name asked for the code or the example. */
  readonly asked: Place;
  /** Whether `Prefer: return=representation` was sent (RFC 7240). */
  readonly wantsRepresentation: boolean;
}

/** Preferences, and the request without them: the rest is the contract's. */
export interface ReadPreferences {
  readonly preferences: Preferences;
  readonly violations: readonly Violation[];
  readonly prefer: string | undefined;
  readonly target: Target;
}

type Place = Pick<Violation, "location" | "name">;
type Control = "code" | "example" | "dynamic" | "seed";
type Controls = Partial<Record<Control, { readonly value: string; readonly from: Place }>>;

const controls: readonly Control[] = ["code", "example", "dynamic", "seed"];

const header: Place = { location: "header", name: "Prefer" };
const none: Preferences = { asked: header, wantsRepresentation: false };

/** Reads Prism's preferences, from `Prefer: code=404` or `?__code=404`; the header wins. */
export function readPreferences(prefer: string | undefined, target: Target): ReadPreferences {
  if (prefer === undefined && !target.query.some(([name]) => name.startsWith("__"))) {
    return { preferences: none, violations: [], prefer, target };
  }
  const found: Controls = {};
  const query = target.query.filter(([name, value]) => {
    const control = controls.find((candidate) => `__${candidate}` === name);
    if (control !== undefined) found[control] = { value, from: { location: "query", name } };
    return control === undefined;
  });
  const rest = takeFromHeader(prefer ?? "", found);
  return { ...interpret(found, rest), prefer: rest === "" ? undefined : rest, target: { ...target, query } };
}

/**
 * Moves our preferences from a Prefer header into `found` and returns what is left of it. Prism's own documentation
 * parts them with commas, its parser wants semicolons: both will do.
 */
function takeFromHeader(prefer: string, found: Controls): string {
  const kept = split(prefer, ",").map((preference) =>
    split(preference, ";").filter((token) => {
      const equals = token.indexOf("=");
      const name = (equals < 0 ? token : token.slice(0, equals)).trim().toLowerCase();
      const control = controls.find((candidate) => candidate === name);
      if (control === undefined) return true;
      const value = (equals < 0 ? "" : token.slice(equals + 1)).trim().replace(/^"(.*)"$/, "$1");
      found[control] = { value, from: header };
      return false;
    }),
  );
  return kept
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => tokens.join("; "))
    .join(", ");
}

/** The parts of a header value between separators that stand outside quotes. */
function split(value: string, separator: "," | ";"): string[] {
  const parts = value.match(separator === "," ? /(?:[^,"]|"[^"]*"?)+/g : /(?:[^;"]|"[^"]*"?)+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function interpret(found: Controls, rest: string): Pick<ReadPreferences, "preferences" | "violations"> {
  const { code, example, dynamic, seed } = found;
  const violations: Violation[] = [];
  if (code !== undefined && !/^[2-5]\d\d$/.test(code.value)) {
    violations.push({
      ...code.from,
      code: "preference",
      message: "must ask for a code of three digits from 200 on, such as 404",
    });
  }
  if (dynamic !== undefined && !/^(true|false)$/.test(dynamic.value)) {
    violations.push({
      ...dynamic.from,
      code: "preference",
      message: "must ask for dynamic as true or false",
    });
  }
  return {
    preferences: {
      ...(code !== undefined && { code: Number(code.value) }),
      ...(example !== undefined && { example: example.value }),
      ...(dynamic !== undefined && { dynamic: dynamic.value === "true" }),
      ...(seed !== undefined && { seed: seed.value }),
      asked: (code ?? example)?.from ?? header,
      wantsRepresentation: /(^|,)\s*return\s*=\s*"?representation"?\s*(,|;|$)/i.test(rest),
    },
    violations,
  };
}
