import type { Violation } from "../contract/violations.ts";
import { violationFailure } from "../http/failure.ts";
import { columns } from "../store/columns.ts";
import { quote } from "../store/database.ts";
import { parseFilter, parseOrderBy, parseSelect, type SortKey } from "./parse.ts";
import { locate } from "./properties.ts";
import { type Path, SyntaxFault } from "./syntax.ts";
import { type Fragment, toCondition } from "./to-sql.ts";

/** What a list is asked for, as it is written in a query. */
export interface ListOptions {
  readonly filter?: string;
  readonly orderBy?: string;
  readonly select?: string;
  readonly count?: boolean;
}

/** A key that a list is sorted by. */
export interface SortColumn {
  readonly sql: string;
  readonly descending: boolean;
  readonly nullable: boolean;
}

/** What a list is asked for, understood. */
export interface ListPlan {
  readonly condition: Fragment | undefined;
  readonly order: readonly SortColumn[];
  /** The chosen properties; undefined for all. */
  readonly selected: readonly Path[] | undefined;
}

/** The longest expression that is read, in characters. It has to fit into a next link. */
const longest = 8000;
const mostSortKeys = 10;

/** @throws a failure with 400 that points at every mistake. */
export function planList({ filter, orderBy, select }: ListOptions): ListPlan {
  const violations: Violation[] = [];
  const read = <Result>(
    name: string,
    text: string | undefined,
    parse: (text: string) => Result,
  ): Result | undefined => {
    if (text === undefined) return undefined;
    try {
      if (text.length > longest) throw new SyntaxFault(`this is longer than ${longest} characters`, longest);
      return parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      const message = `is wrong at position ${error.position}: ${error.message}`;
      violations.push({ location: "query", name, code: "syntax", message });
      return undefined;
    }
  };
  const condition = read("$filter", filter, (text) => toCondition(parseFilter(text)));
  const order = read("$orderby", orderBy, (text) => parseOrderBy(text).map(toSortColumn)) ?? [];
  const selected = read("$select", select, (text) => parseSelect(text).map(checkSelected));
  if (order.length > mostSortKeys)
    violations.push({
      location: "query",
      name: "$orderby",
      code: "maxItems",
      message: `has more than ${mostSortKeys} keys`,
    });
  if (violations.length > 0) throw violationFailure(violations);
  return { condition, order, selected: selected?.length === 0 ? undefined : selected };
}

function toSortColumn({ path, descending }: SortKey): SortColumn {
  const { sql, kind } = locate(path, { variables: [] });
  if (kind === "object" || kind === "array")
    throw new SyntaxFault(`${path.segments.join("/")} is no single value`, path.position);
  const isSet = columns.some((column) => column.isSortable && quote(column.path) === sql);
  return { sql, descending, nullable: !isSet };
}

function checkSelected(path: Path): Path {
  // Links are part of an answer although they are not stored.
  if (path.segments[0] !== "links") locate(path, { variables: [] });
  return path;
}
