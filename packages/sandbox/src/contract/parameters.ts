import type { Violation } from "@partner-referrals/server/violations";
import { contract, type Kind, kindOf, type Parameter, resolveObject } from "@partner-referrals/spec/model";
import { createFastPath } from "./fast-path.ts";
import type { Operation } from "./operations.ts";
import { validate } from "./validator.ts";

/** The parts of a request that parameters are read from. */
export interface ParameterSource {
  /** The path, still percent-encoded. */
  readonly path: string;
  /** What comes after the question mark. */
  readonly query: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export type ParameterValue = string | number | boolean;

/** The values of an operation's parameters by the names of the contract, and where they violate it. */
export interface ParsedParameters {
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly violations: readonly Violation[];
}

interface Rule {
  readonly name: string;
  readonly headerName: string;
  readonly in: Parameter["in"];
  readonly required: boolean;
  readonly kind: Kind;
  readonly schemaPointer: string;
  readonly isCertainlyValid: ((value: unknown) => boolean) | undefined;
  /** Which segment of the path holds it. */
  readonly segment: number;
}

type QueryPairs = readonly (readonly [name: string, value: string | undefined])[];

const rulesByOperation = new Map<Operation, readonly Rule[]>();
const badlyEncoded = { code: "syntax", message: "is not valid percent-encoding" } as const;

/** Reads the parameters of an operation, converted to the types of the contract. */
export function parseParameters(operation: Operation, source: ParameterSource): ParsedParameters {
  const values: Record<string, ParameterValue> = {};
  const violations: Violation[] = [];
  const rules = rulesOf(operation);
  const query = parseQuery(source.query);
  if (query.length > 0) violations.push(...findUnknown(rules, query));
  for (const rule of rules) {
    const sent = readParameter(rule, source, query);
    if (sent === undefined) {
      if (rule.required) violations.push(toViolation(rule, "required", "is required"));
    } else if (typeof sent === "string") {
      const value = convert(rule.kind, sent);
      const found = rule.isCertainlyValid?.(value) ? [] : validate(rule.schemaPointer, value);
      if (found.length === 0) values[rule.name] = value;
      for (const { code, message } of found) violations.push(toViolation(rule, code, message));
    } else violations.push(toViolation(rule, sent.code, sent.message));
  }
  return { values, violations };
}

function rulesOf(operation: Operation): readonly Rule[] {
  const cached = rulesByOperation.get(operation);
  if (cached !== undefined) return cached;
  const segments = operation.path.split("/");
  const rules = operation.parameters.map(({ name, in: location, required, schema, schemaPointer }) => ({
    name,
    headerName: name.toLowerCase(),
    in: location,
    required,
    kind: kindOf(contract, schema),
    schemaPointer,
    isCertainlyValid: createFastPath(resolveObject(contract, schema)),
    segment: segments.indexOf(`{${name}}`),
  }));
  rulesByOperation.set(operation, rules);
  return rules;
}

function readParameter(
  rule: Rule,
  source: ParameterSource,
  query: QueryPairs,
): string | Pick<Violation, "code" | "message"> | undefined {
  if (rule.in === "path") return decode(source.path.split("/")[rule.segment] ?? "") ?? badlyEncoded;
  if (rule.in === "header") {
    const sent = source.headers[rule.headerName];
    return Array.isArray(sent) ? sent.join(", ") : sent;
  }
  const sent = query.filter(([name]) => name === rule.name);
  if (sent.length > 1) return { code: "repeated", message: "is sent more than once" };
  const [first] = sent;
  return first === undefined ? undefined : (first[1] ?? badlyEncoded);
}

function parseQuery(query: string): QueryPairs {
  if (query === "") return [];
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const mark = part.indexOf("=");
      const name = mark < 0 ? part : part.slice(0, mark);
      const value = mark < 0 ? "" : part.slice(mark + 1);
      return [decode(name.replaceAll("+", " ")) ?? name, decode(value.replaceAll("+", " "))];
    });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A misspelt `$filter` would otherwise go unnoticed. */
function findUnknown(rules: readonly Rule[], query: QueryPairs): Violation[] {
  const known = rules.filter((rule) => rule.in === "query").map(({ name }) => name);
  const allowed =
    known.length > 0 ? `; the operation knows ${known.join(", ")}` : "; the operation takes no query";
  return query
    .filter(([name]) => !known.includes(name))
    .map(([name]) => ({ location: "query", name, code: "unknown", message: `is unknown${allowed}` }));
}

function convert(kind: Kind, text: string): ParameterValue {
  if (kind === "number" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (kind === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function toViolation({ in: location, name }: Rule, code: string, message: string): Violation {
  // A cast: the contract has no cookie parameters, and violations have no such location.
  return { location: location as Violation["location"], name, code, message };
}
