import { violationError } from "@partner-referrals/server/api-error";
import type { Violation } from "@partner-referrals/server/violations";
import type { Condition } from "../store/condition.ts";
import type { SortKey } from "../store/store.ts";
import { type OrderByKey, parseFilter, parseOrderBy, parseSelect } from "./parse.ts";
import { referralScope, resolveProperty, resolveValue } from "./resolve-property.ts";
import { ODataSyntaxError, type Path } from "./syntax.ts";
import { toCondition } from "./to-condition.ts";

/** The options of a list, as they are written in a query. */
export interface ListOptions {
  readonly filter?: string | undefined;
  readonly orderBy?: string | undefined;
  readonly select?: string | undefined;
  readonly count?: boolean | undefined;
}

/** The options of a list, parsed and checked against the contract. */
export interface ParsedListOptions {
  /** Undefined for all referrals. */
  readonly condition: Condition | undefined;
  readonly sort: readonly SortKey[];
  /** The selected properties; undefined for all. */
  readonly selected: readonly Path[] | undefined;
}

/** The longest expression that is read, in characters. It has to fit into a next link. */
const maxLength = 8000;
const maxSortKeys = 10;

/** @throws an ApiError with 400 that lists every mistake. */
export function parseListOptions({ filter, orderBy, select }: ListOptions): ParsedListOptions {
  const violations: Violation[] = [];
  const parse = <Result>(
    name: string,
    text: string | undefined,
    read: (text: string) => Result,
  ): Result | undefined => {
    if (text === undefined) return undefined;
    try {
      if (text.length > maxLength)
        throw new ODataSyntaxError(`this is longer than ${maxLength} characters`, maxLength);
      return read(text);
    } catch (error) {
      if (!(error instanceof ODataSyntaxError)) throw error;
      const message = `is wrong at position ${error.position}: ${error.message}`;
      violations.push({ location: "query", name, code: "syntax", message });
      return undefined;
    }
  };
  const condition = parse("$filter", filter, (text) => toCondition(parseFilter(text)));
  const sort = parse("$orderby", orderBy, (text) => parseOrderBy(text).map(toSortKey)) ?? [];
  const selected = parse("$select", select, (text) => parseSelect(text).map(checkSelected));
  if (sort.length > maxSortKeys)
    violations.push({
      location: "query",
      name: "$orderby",
      code: "maxItems",
      message: `has more than ${maxSortKeys} keys`,
    });
  if (violations.length > 0) throw violationError(violations);
  return { condition, sort, selected: selected?.length === 0 ? undefined : selected };
}

function toSortKey({ path, descending }: OrderByKey): SortKey {
  return { property: resolveValue(path, referralScope), descending };
}

function checkSelected(path: Path): Path {
  resolveProperty(path, referralScope, { stored: false });
  return path;
}
