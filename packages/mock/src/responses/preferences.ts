import type { Violation } from "@partner-referrals/server/violations";
import type { Target } from "../target.ts";

/** What a request asks of the mock, beyond the contract. */
export interface Preferences {
  readonly code?: number;
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
  /** Which header or query name asked for the code or the example. */
  readonly from: Source;
  /** Whether `Prefer: return=representation` was sent (RFC 7240). */
  readonly wantsRepresentation: boolean;
}

/** Preferences, and the request without them: the rest is the contract's. */
export interface ParsedPreferences {
  readonly preferences: Preferences;
  readonly violations: readonly Violation[];
  readonly prefer: string | undefined;
  readonly target: Target;
}

type Source = Pick<Violation, "location" | "name">;
type Name = "code" | "example" | "dynamic" | "seed";
type Values = Partial<Record<Name, { readonly value: string; readonly from: Source }>>;

const names: readonly Name[] = ["code", "example", "dynamic", "seed"];

const header: Source = { location: "header", name: "Prefer" };
const none: Preferences = { from: header, wantsRepresentation: false };

/** Reads Prism's preferences, from `Prefer: code=404` or `?__code=404`; the header wins. */
export function parsePreferences(prefer: string | undefined, target: Target): ParsedPreferences {
  if (prefer === undefined && !target.query.some(([name]) => name.startsWith("__"))) {
    return { preferences: none, violations: [], prefer, target };
  }
  const values: Values = {};
  const query = target.query.filter(([sent, value]) => {
    const name = names.find((candidate) => `__${candidate}` === sent);
    if (name !== undefined) values[name] = { value, from: { location: "query", name: sent } };
    return name === undefined;
  });
  const rest = extractFromHeader(prefer ?? "", values);
  return { ...interpret(values, rest), prefer: rest === "" ? undefined : rest, target: { ...target, query } };
}

/**
 * Moves the mock's preferences from a Prefer header into `values` and returns the rest of it. Prism's documentation
 * separates them with commas, its parser wants semicolons: both are accepted.
 */
function extractFromHeader(prefer: string, values: Values): string {
  const rest = split(prefer, ",").map((preference) =>
    split(preference, ";").filter((token) => {
      const equals = token.indexOf("=");
      const sent = (equals < 0 ? token : token.slice(0, equals)).trim().toLowerCase();
      const name = names.find((candidate) => candidate === sent);
      if (name === undefined) return true;
      const value = (equals < 0 ? "" : token.slice(equals + 1)).trim().replace(/^"(.*)"$/, "$1");
      values[name] = { value, from: header };
      return false;
    }),
  );
  return rest
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => tokens.join("; "))
    .join(", ");
}

/** The parts of a header value between separators outside quotes. */
function split(value: string, separator: "," | ";"): string[] {
  const parts = value.match(separator === "," ? /(?:[^,"]|"[^"]*"?)+/g : /(?:[^;"]|"[^"]*"?)+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function interpret(values: Values, rest: string): Pick<ParsedPreferences, "preferences" | "violations"> {
  const { code, example, dynamic, seed } = values;
  const violations: Violation[] = [];
  const reject = (from: Source, message: string) => violations.push({ ...from, code: "preference", message });
  if (code !== undefined && !/^[2-5]\d\d$/.test(code.value))
    reject(code.from, "must ask for a code of three digits from 200 on, such as 404");
  if (dynamic !== undefined && !/^(true|false)$/.test(dynamic.value))
    reject(dynamic.from, "must ask for dynamic as true or false");
  return {
    preferences: {
      ...(code !== undefined && { code: Number(code.value) }),
      ...(example !== undefined && { example: example.value }),
      ...(dynamic !== undefined && { dynamic: dynamic.value === "true" }),
      ...(seed !== undefined && { seed: seed.value }),
      from: (code ?? example)?.from ?? header,
      wantsRepresentation: /(^|,)\s*return\s*=\s*"?representation"?\s*(,|;|$)/i.test(rest),
    },
    violations,
  };
}
