import type { SQLInputValue } from "node:sqlite";
import type { Cursor, ReferralQuery, SortKey, SortValue } from "../store.ts";
import { defaultSort } from "./columns.ts";
import { quote } from "./database.ts";
import { type Fragment, join } from "./fragment.ts";
import { isNeverNull, propertyToSql, toSql, withReadingCost } from "./to-sql.ts";

interface SortColumn {
  readonly sql: string;
  readonly descending: boolean;
  readonly nullable: boolean;
}

/** The statement for the numbers of a page's referrals, and of one more. */
export function toPageStatement({ condition, sort, after, skip, limit }: ReferralQuery): Fragment {
  const sorted = toSortColumns(sort);
  const seq: SortColumn = {
    sql: "referrals.seq",
    descending: sorted[0]?.descending ?? false,
    nullable: false,
  };
  const columns = [...sorted, seq];
  const sortedByJson = sorted.filter(({ sql }) => sql.includes("json_extract(")).length;
  const matching = withReadingCost(toSql(condition), sortedByJson);
  const where = after === undefined ? matching : join([matching, keysetCondition(columns, after)], "AND");
  const order = columns.map(({ sql, descending }) => (descending ? `${sql} DESC` : sql));
  const parameters: SQLInputValue[] = [...where.parameters, limit + 1, skip];
  return {
    sql: `SELECT referrals.seq AS seq FROM referrals WHERE ${where.sql} ORDER BY ${order.join(", ")} LIMIT ? OFFSET ?`,
    parameters,
  };
}

/** The statement for the values that one referral is sorted by. */
export function toCursorStatement(sort: readonly SortKey[]): string {
  const keys = toSortColumns(sort).map(({ sql }, index) => `${sql} AS k${index}`);
  return `SELECT ${keys.join(", ")} FROM referrals WHERE seq = ?`;
}

function toSortColumns(sort: readonly SortKey[]): SortColumn[] {
  if (sort.length === 0)
    return [{ sql: `referrals.${quote(defaultSort)}`, descending: false, nullable: false }];
  return sort.map(({ property, descending }) => ({
    sql: propertyToSql(property),
    descending,
    nullable: !isNeverNull(property),
  }));
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
