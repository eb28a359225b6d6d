import { filterableProperties, type Referral } from "@partner-referrals/types";

type FilterableProperty = keyof typeof filterableProperties & string;

/** A property that a filter may name; a slash leads into a nested object. */
export type FilterPath = Exclude<FilterableProperty, `${FilterCollection}/${string}`>;

/** A collection whose items a filter may ask about. */
export type FilterCollection = "team";

/** A property of the items of a collection. */
export type ItemPath<Collection extends FilterCollection> = FilterableProperty extends infer Path
  ? Path extends `${Collection}/${infer Property}`
    ? Property
    : never
  : never;

/** The type of the property that a path leads to. */
export type ValueOf<Path extends string, Of = Referral> = Path extends `${infer Property}/${infer Rest}`
  ? Property extends keyof Of
    ? ValueOf<Rest, NonNullable<Of[Property]>>
    : never
  : Path extends `${string}DateTime`
    ? string | Date
    : Path extends keyof Of
      ? NonNullable<Of[Path]>
      : never;

/** An OData expression. It turns into a string where one is needed. */
export interface Filter {
  and(other: Filter): Filter;
  or(other: Filter): Filter;
  toString(): string;
}

/** Compares a property with a value. Strings are quoted, so that a value cannot change the expression. */
export interface Comparison<Value> {
  eq(value: Value | null): Filter;
  ne(value: Value | null): Filter;
  gt(value: Value): Filter;
  ge(value: Value): Filter;
  lt(value: Value): Filter;
  le(value: Value): Filter;
}

/**
 * Starts a filter with one of the properties that the contract marks as filterable.
 *
 * @example
 * where("status").eq("New").and(where("direction").eq("Incoming"));
 * where("customerProfile/address/country").eq("US");
 */
export function where<Path extends FilterPath>(path: Path): Comparison<ValueOf<Path>> {
  return comparison(path, filterableProperties[path]);
}

/**
 * Whether any item of a collection meets a condition.
 *
 * @example
 * any("team", (member) => member("email").eq("sales@proseware.example"));
 */
export function any<Collection extends FilterCollection>(
  collection: Collection,
  condition: (item: (path: ItemPath<Collection>) => Comparison<string>) => Filter,
): Filter {
  return filter(`${collection}/any(item:${condition((path) => comparison(`item/${path}`, "string"))})`);
}

/**
 * The opposite of a filter.
 *
 * @example
 * not(where("type").eq("Shared"));
 */
export function not(other: Filter): Filter {
  return filter(`not (${other})`);
}

function filter(expression: string, joinedBy?: "and" | "or"): Filter {
  const join = (other: Filter, operator: "and" | "or") =>
    filter(`${parenthesize(operator)} ${operator} (${other})`, operator);
  // A chain of the same operator needs no parentheses on its left.
  const parenthesize = (operator: string) =>
    joinedBy && joinedBy !== operator ? `(${expression})` : expression;
  return {
    and: (other) => join(other, "and"),
    or: (other) => join(other, "or"),
    toString: () => expression,
  };
}

function comparison<Value>(path: string, kind: string): Comparison<Value> {
  const compare = (operator: string) => (value: Value | null) =>
    filter(`${path} ${operator} ${literal(value, kind)}`);
  return {
    eq: compare("eq"),
    ne: compare("ne"),
    gt: compare("gt"),
    ge: compare("ge"),
    lt: compare("lt"),
    le: compare("le"),
  };
}

function literal(value: unknown, kind: string): string {
  if (value === null) return "null";
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new TypeError("A filter compares with a valid date.");
    return value.toISOString();
  }
  if (typeof value !== "string")
    throw new TypeError(`A filter compares with a string, not with ${typeof value}.`);
  if (kind !== "date-time") return `'${value.replaceAll("'", "''")}'`;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value)) return value;
  throw new TypeError(`This is not a date with time and zone: ${JSON.stringify(value)}`);
}
