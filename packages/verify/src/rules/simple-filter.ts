import { getIn } from "@partner-referrals/spec/model";

/** Whether a referral matches; undefined where that cannot be said. */
export type FilterMatch = (referral: unknown) => boolean | undefined;

/**
 * Reads a filter of comparisons joined by `and`, which is what the sources show. Undefined for any other: a rule that
 * is not sure says nothing.
 */
export function readFilter(filter: string): FilterMatch | undefined {
  const comparisons = splitAnd(filter).map(readComparison);
  if (comparisons.some((one) => one === undefined)) return undefined;
  return (referral) => {
    const results = comparisons.map((matches) => matches?.(referral));
    if (results.includes(false)) return false;
    return results.includes(undefined) ? undefined : true;
  };
}

/** Splits at `and`, outside of quotes. */
function splitAnd(filter: string): string[] {
  return filter.match(/(?:'(?:[^']|'')*'|(?!\band\b)[^'])+/gi)?.map((part) => part.trim()) ?? [];
}

const comparison = /^([\w/]+)\s+(eq|ne|gt|ge|lt|le)\s+(?:'((?:[^']|'')*)'|([^\s'()]+))$/;

function readComparison(text: string): FilterMatch | undefined {
  const [, path = "", operator = "", quoted, bare] = comparison.exec(text) ?? [];
  if (path === "") return undefined;
  const literal = quoted?.replaceAll("''", "'") ?? bare ?? "";
  return (referral) => {
    const value = getIn(referral, ...path.split("/"));
    // A property that is not shown, or null, may be there all the same.
    if (value === undefined || value === null) return undefined;
    return compare(value, operator, literal);
  };
}

function compare(value: unknown, operator: string, literal: string): boolean | undefined {
  const pair = comparable(value, literal);
  if (operator === "eq")
    return pair ? pair[0] === pair[1] : String(value).toLowerCase() === literal.toLowerCase();
  if (operator === "ne") return pair ? pair[0] !== pair[1] : String(value) !== literal;
  if (!pair) return undefined;
  const [left, right] = pair;
  if (operator === "gt") return left > right;
  if (operator === "ge") return left >= right;
  return operator === "lt" ? left < right : left <= right;
}

/** Two numbers or two times, as numbers. */
function comparable(value: unknown, literal: string): readonly [number, number] | undefined {
  if (typeof value === "number") return [value, Number(literal)];
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT/.test(literal)) return undefined;
  const pair = [Date.parse(value), Date.parse(literal)] as const;
  return pair.some(Number.isNaN) ? undefined : pair;
}
