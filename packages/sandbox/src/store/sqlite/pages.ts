import type { SQLInputValue } from "node:sqlite";
import type { Cursor, ReferralQuery, SortValue } from "../store.ts";
import { defaultSort } from "./columns.ts";
import { quote } from "./database.ts";
import { type Fragment, join } from "./fragment.ts";
import { isNeverNull, propertyToSql, toSql } from "./to-sql.ts";

interface SortColumn {
  readonly sql: string;
  readonly descending: boolean;
  readonly nullable: boolean;
}

/** A statement that selects a page. */
export interface PageStatement extends Fragment {
  /** The names of the columns that it is sorted by. */
  readonly keys: readonly string[];
}

/** The statement for a page of a list. */
export function toPageStatement({ condition, sort, after, skip, limit }: ReferralQuery): PageStatement {
  const sorted: readonly SortColumn[] =
    sort.length > 0
      ? sort.map(({ property, descending }) => ({
          sql: propertyToSql(property),
          descending,
          nullable: !isNeverNull(property),
        }))
      : [{ sql: quote(defaultSort), descending: false, nullable: false }];
  const seq: SortColumn = { sql: "seq", descending: sorted[0]?.descending ?? false, nullable: false };
  const columns = [...sorted, seq];
  const matching = toSql(condition);
  const where = after === undefined ? matching : join([matching, keysetCondition(columns, after)], "AND");
  const keys = sorted.map((_, index) => `k${index}`);
  const selected = [
    "seq",
    "id",
    '"engagementId"',
    "doc AS json",
    ...sorted.map(({ sql }, index) => `${sql} AS k${index}`),
  ];
  const order = columns.map(({ sql, descending }) => (descending ? `${sql} DESC` : sql));
  const parameters: SQLInputValue[] = [...where.parameters, limit, skip];
  return {
    sql: `SELECT ${selected.join(", ")} FROM referrals WHERE ${where.sql} ORDER BY ${order.join(", ")} LIMIT ? OFFSET ?`,
    parameters,
    keys,
  };
}

/**
 * The referrals after a cursor: those with a greater first key, or the same first and a greater second, and so on. Null
 * comes before everything else. The first part alone is repeated, because SQLite then finds the place in an index.
 */
function keysetCondition(columns: readonly SortColumn[], { values, seq }: Cursor): Fragment {
  const keys: readonly SortValue[] = [...values, seq];
  const alternatives = columns.map(({ sql, descending }, index) => {
    const same = columns
      .slice(0, index)
      .map((column, at): Fragment => ({ sql: `${column.sql} IS ?`, parameters: [keys[at] ?? null] }));
    return join([...same, afterKey(sql, descending, keys[index] ?? null)], "AND");
  });
  const exact = join(alternatives, "OR");
  const [first] = columns;
  const [key] = keys;
  if (first === undefined || key === null || key === undefined) return exact;
  const orNull = first.descending && first.nullable ? ` OR ${first.sql} IS NULL` : "";
  const bound = { sql: `(${first.sql} ${first.descending ? "<=" : ">="} ?${orNull})`, parameters: [key] };
  return join([bound, exact], "AND");
}

function afterKey(sql: string, descending: boolean, key: SortValue): Fragment {
  if (key === null) return { sql: descending ? "0" : `${sql} IS NOT NULL`, parameters: [] };
  return { sql: descending ? `(${sql} < ? OR ${sql} IS NULL)` : `${sql} > ?`, parameters: [key] };
}
