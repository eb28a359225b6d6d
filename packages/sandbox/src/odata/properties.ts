import { itemsOf, type Kind, propertyOf, schemaNamed } from "../contract/schema-paths.ts";
import { columns } from "../store/columns.ts";
import { quote } from "../store/database.ts";
import { type Path, SyntaxFault } from "./syntax.ts";

/** Where the properties of an expression are looked up. */
export interface Scope {
  /** The variables of the lambdas around, innermost last. */
  readonly variables: readonly Variable[];
}

export interface Variable {
  readonly name: string;
  /** The item, in SQL. */
  readonly item: string;
  readonly schema: unknown;
}

/** A property, in SQL. */
export interface Located {
  readonly sql: string;
  readonly kind: Kind;
  readonly schema: unknown;
  /** Where an array is, for `json_each`. */
  readonly json: string;
}

const referral = schemaNamed("Referral");
/** Answers have them, but they are not stored. */
const unstored = ["links", "@odata.context"];

/**
 * Finds a property in the contract and says how to read it from the store.
 *
 * @throws a {@link SyntaxFault} when the contract has no such property.
 */
export function locate(path: Path, scope: Scope): Located {
  const [first = "", ...rest] = path.segments;
  const variable = scope.variables.findLast(({ name }) => name === first);
  const segments = variable === undefined ? path.segments : rest;
  let schema = variable?.schema ?? referral;
  if (variable === undefined && unstored.includes(first)) throw unknown(path, first);
  for (const segment of segments) {
    const property = propertyOf(schema, segment);
    if (property === undefined) throw unknown(path, segment);
    schema = property.schema;
  }
  const kind = kindAt(variable?.schema ?? referral, segments);
  // Names of the contract's properties, which have no quotes in them.
  const pointer = segments.map((segment) => `."${segment}"`).join("");
  const document = variable?.item ?? "doc";
  const json = `${document}, '$${pointer}'`;
  if (segments.length === 0) return { sql: document, kind, schema, json };
  const column = variable === undefined ? columnOf(segments) : undefined;
  const extracted = `json_extract(${json})`;
  return { sql: column ?? inComparableForm(extracted, kind), kind, schema, json };
}

function kindAt(root: unknown, segments: readonly string[]): Kind {
  let schema = root;
  let kind: Kind = "any";
  for (const segment of segments) {
    const property = propertyOf(schema, segment);
    kind = property?.kind ?? "any";
    schema = property?.schema;
  }
  return kind;
}

function columnOf(segments: readonly string[]): string | undefined {
  const path = segments.join("/");
  if (path === "id") return "id";
  if (path === "organizationId") return "organization";
  return columns.some((column) => column.path === path) ? quote(path) : undefined;
}

function inComparableForm(sql: string, kind: Kind): string {
  if (kind === "date-time") return `timestamp(${sql})`;
  return kind === "uuid" ? `lower(${sql})` : sql;
}

/** The schema of a collection's items. */
export function itemSchema(path: Path, { kind, schema }: Located): unknown {
  if (kind !== "array") throw new SyntaxFault(`${path.segments.join("/")} is no collection`, path.position);
  return itemsOf(schema);
}

function unknown(path: Path, segment: string): SyntaxFault {
  return new SyntaxFault(`there is no property ${segment} to use here`, path.position);
}
