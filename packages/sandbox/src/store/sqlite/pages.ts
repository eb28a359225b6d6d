import type { SQLInputValue } from "node:sqlite";
import type { Cursor, ReferralQuery, SortKey, SortValue } from "../store.ts";
import { defaultSort } from "./columns.ts";
import { quote } from "./database.ts";
import { type Fragment, join, wrap } from "./fragment.ts";
import { hasCost } from "./functions.ts";
import { isNeverNull, propertyToSql, toSql, withReadingCost } from "./to-sql.ts";

interface SortColumn {
  readonly sql: string;
  readonly descending: boolean;
  readonly nullable: boolean;
}

/** The statement for the numbers of a page's referrals, and of one more. */
export function toPageStatement({ condition, sort, after, skip, limit }: ReferralQuery): Fragment {
  const columns = toOrder(sort);
  const matching = withReadingCost(toSql(condition), columns.filter(({ sql }) => isReading(sql)).length);
  const where = after === undefined ? matching : join([matching, keysetCondition(columns, after)], "AND");
  const order = columns.map(({ sql, descending }) => (descending ? `${sql} DESC` : sql));
  const parameters: SQLInputValue[] = [...where.parameters, limit + 1, skip];
  return {
    sql: `SELECT referrals.seq AS seq FROM referrals WHERE ${where.sql} ORDER BY ${order.join(", ")} LIMIT ? OFFSET ?`,
    parameters,
  };
}

/**
 * What all pages of a list have in common and no other list has; undefined when its condition costs units. What a page
 * costs must not depend on the pages before, or it would be rejected only sometimes.
 */
export function listKey(query: ReferralQuery): string | undefined {
  const { sql, parameters } = toPageStatement({ ...query, skip: 0, limit: 0 });
  return hasCost(sql) ? undefined : JSON.stringify([sql, parameters]);
}

/**
 * The statement for how many of some referrals are in a list, and not after a cursor.
 *
 * @param seqs their numbers, as JSON
 */
export function toCountUpToStatement(
  { condition, sort }: ReferralQuery,
  cursor: Cursor,
  seqs: string,
): Fragment {
  const upTo = wrap("NOT coalesce(", keysetCondition(toOrder(sort), cursor), ", 0)");
  const { sql, parameters } = join([toSql(condition), upTo], "AND");
  return {
    // A cross join, so that these few are looked up and not the whole list.
    sql: `SELECT count(*) AS count FROM json_each(?) AS written CROSS JOIN referrals ON referrals.seq = written.value WHERE ${sql}`,
    parameters: [seqs, ...parameters],
  };
}

/** The statement for the values that one referral is sorted by. */
export function toCursorStatement(sort: readonly SortKey[]): string {
  const keys = toSortColumns(sort).map(({ sql }, index) => `${sql} AS k${index}`);
  return `SELECT ${keys.join(", ")} FROM referrals WHERE seq = ?`;
}

/** The keys of a list, and the number, which makes their order total. */
function toOrder(sort: readonly SortKey[]): SortColumn[] {
  const sorted = toSortColumns(sort);
  const seq = { sql: "referrals.seq", descending: sorted[0]?.descending ?? false, nullable: false };
  return [...sorted, seq];
}

/** Whether SQL reads the JSON of a referral. */
function isReading(sql: string): boolean {
  return sql.includes("json_extract(");
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
