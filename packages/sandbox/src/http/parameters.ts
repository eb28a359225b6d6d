import { document, resolve } from "../contract/document.ts";
import type { Operation, Parameter } from "../contract/operations.ts";
import { type QuickCheck, quickCheckOf } from "../contract/quick-check.ts";
import { type Kind, kindOf } from "../contract/schema-paths.ts";
import { schemaErrors } from "../contract/validator.ts";
import { toViolations, type Violation } from "../contract/violations.ts";
import { at, segmentsOf } from "../json.ts";

/** Where parameters are read from. */
export interface ParameterSource {
  /** The path, still percent-encoded. */
  readonly path: string;
  /** What comes after the question mark. */
  readonly query: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

type Value = string | number | boolean;

export interface ReadParameters {
  readonly values: Readonly<Record<string, Value>>;
  readonly violations: readonly Violation[];
}

interface Rule extends Parameter {
  readonly lowered: string;
  readonly kind: Kind;
  readonly quickCheck: QuickCheck | undefined;
  /** Which segment of the path holds it. */
  readonly segment: number;
}

const rules = new Map<Operation, readonly Rule[]>();

/** Reads the parameters of an operation, as the kinds that the contract gives them, with all that is wrong. */
export function readParameters(operation: Operation, source: ParameterSource): ReadParameters {
  const values: Record<string, Value> = {};
  const violations: Violation[] = [];
  const query = source.query === "" ? undefined : readQuery(source.query);
  const declared = rulesOf(operation);
  if (query !== undefined) violations.push(...unknownNames(declared, query));
  for (const rule of declared) {
    const sent = read(rule, source, query);
    if (typeof sent === "string") {
      const value = convert(rule.kind, sent);
      const wrong = check(rule, value);
      if (wrong.length === 0) values[rule.name] = value;
      violations.push(...wrong);
    } else if (sent !== undefined) violations.push(say(rule, sent.code, sent.message));
    else if (rule.required) violations.push(say(rule, "required", "is required"));
  }
  return { values, violations };
}

function rulesOf(operation: Operation): readonly Rule[] {
  const known = rules.get(operation);
  if (known !== undefined) return known;
  const segments = operation.path.split("/");
  const made = operation.parameters.map((parameter) => {
    const schema = resolve(at(document, ...segmentsOf(parameter.schema)));
    return {
      ...parameter,
      lowered: parameter.name.toLowerCase(),
      kind: kindOf(schema),
      quickCheck: quickCheckOf(schema),
      segment: segments.indexOf(`{${parameter.name}}`),
    };
  });
  rules.set(operation, made);
  return made;
}

type Fault = { readonly code: string; readonly message: string };

function read(rule: Rule, source: ParameterSource, query: Query | undefined): string | Fault | undefined {
  switch (rule.in) {
    case "header":
      return headerIn(source, rule.lowered);
    case "path":
      return (
        decode(source.path.split("/")[rule.segment] ?? "") ?? { code: "syntax", message: "is badly encoded" }
      );
    case "query": {
      const sent = query?.filter(([name]) => name === rule.name) ?? [];
      if (sent.length > 1) return { code: "repeated", message: "is sent more than once" };
      const [first] = sent;
      return first === undefined ? undefined : (first[1] ?? { code: "syntax", message: "is badly encoded" });
    }
  }
}

function headerIn({ headers }: ParameterSource, name: string): string | undefined {
  const sent = headers[name];
  return (typeof sent === "object" ? sent.join(", ") : sent) || undefined;
}

type Query = readonly (readonly [name: string, value: string | undefined])[];

function readQuery(query: string): Query {
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
function unknownNames(declared: readonly Rule[], query: Query): Violation[] {
  const known = declared.filter((rule) => rule.in === "query").map(({ name }) => name);
  const allowed =
    known.length > 0 ? `; the operation knows ${known.join(", ")}` : "; the operation takes no query";
  return query
    .filter(([name]) => !known.includes(name))
    .map(([name]) => ({ location: "query", name, code: "unknown", message: `is unknown${allowed}` }));
}

function convert(kind: Kind, text: string): Value {
  if (kind === "number" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (kind === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function check(rule: Rule, value: Value): Violation[] {
  if (rule.quickCheck?.(value)) return [];
  return toViolations(schemaErrors(rule.schema, value)).map(({ code, message }) => say(rule, code, message));
}

function say({ in: location, name }: Rule, code: string, message: string): Violation {
  return { location, name, code, message };
}
