import { defaultSort } from "../store/columns.ts";
import { quote } from "../store/database.ts";
import type { Found, Query } from "../store/store.ts";
import type { ListOptions, ListPlan, SortColumn } from "./list-options.ts";
import { type Fragment, join } from "./to-sql.ts";

/** The most referrals on a page. */
export const pageSize = 100;

type Key = string | number | null;

/** Where the next page starts: behind the referral with these keys. */
export interface Position {
  readonly keys: readonly Key[];
  readonly seq: number;
}

/** All that a next link has to say. */
export interface Continuation extends ListOptions {
  /** How many more referrals `$top` allows. */
  readonly remaining?: number;
  readonly after: Position;
}

/** The opaque text of a `$skiptoken`. */
export function encodeToken({ filter, orderBy, select, count, remaining, after }: Continuation): string {
  const parts = [
    1,
    filter ?? 0,
    orderBy ?? 0,
    select ?? 0,
    count ? 1 : 0,
    remaining ?? -1,
    after.seq,
    ...after.keys,
  ];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Reads a `$skiptoken`; undefined when it is none of ours. */
export function decodeToken(token: string): Continuation | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts)) return undefined;
  const [version, filter, orderBy, select, count, remaining, seq, ...keys]: unknown[] = parts;
  if (version !== 1 || !Number.isSafeInteger(remaining) || !Number.isSafeInteger(seq) || !keys.every(isKey))
    return undefined;
  return {
    ...(typeof filter === "string" && { filter }),
    ...(typeof orderBy === "string" && { orderBy }),
    ...(typeof select === "string" && { select }),
    ...(Number(remaining) >= 0 && { remaining: Number(remaining) }),
    count: count === 1,
    after: { keys, seq: Number(seq) },
  };
}

function isKey(value: unknown): value is Key {
  return typeof value === "string" || typeof value === "number" || value === null;
}

/** What has to be read for one page. One referral more than asked for tells whether there is a next page. */
export function toQuery(
  plan: ListPlan,
  visible: Fragment,
  { after, skip = 0, limit }: { after?: Position | undefined; skip?: number; limit: number },
): Query & { readonly matching: Fragment } {
  const matching = plan.condition === undefined ? visible : join([visible, plan.condition], "AND");
  const order = sortOf(plan);
  const last = order[0]?.descending ?? false;
  const columns = [...order, { sql: "seq", descending: last, nullable: false }];
  const start = after === undefined ? undefined : behind(columns, [...after.keys, after.seq]);
  const where = start === undefined ? matching : join([matching, start], "AND");
  return {
    matching,
    where: where.sql,
    parameters: where.parameters,
    orderBy: columns.map(({ sql, descending }) => (descending ? `${sql} DESC` : sql)).join(", "),
    keys: order.map(({ sql }) => sql),
    limit,
    offset: skip,
  };
}

function sortOf({ order }: ListPlan): readonly SortColumn[] {
  return order.length > 0 ? order : [{ sql: quote(defaultSort), descending: false, nullable: false }];
}

/** Whether a token fits the order that it names. */
export function fits(plan: ListPlan, { keys }: Position): boolean {
  return keys.length === sortOf(plan).length;
}

/**
 * The referrals behind a position: those with a greater first key, or the same first and a greater second, and so on. Null
 * comes before everything else. The first part alone is said once more, because SQLite then finds the place in an index.
 */
function behind(columns: readonly SortColumn[], keys: readonly Key[]): Fragment {
  const alternatives = columns.map(({ sql, descending }, index) => {
    const same = columns
      .slice(0, index)
      .map((column, at): Fragment => ({ sql: `${column.sql} IS ?`, parameters: [keys[at] ?? null] }));
    return join([...same, beyond(sql, descending, keys[index] ?? null)], "AND");
  });
  const exact = join(alternatives, "OR");
  const [first] = columns;
  const [key] = keys;
  if (first === undefined || key === null || key === undefined) return exact;
  const orNull = first.descending && first.nullable ? ` OR ${first.sql} IS NULL` : "";
  const bound = { sql: `(${first.sql} ${first.descending ? "<=" : ">="} ?${orNull})`, parameters: [key] };
  return join([bound, exact], "AND");
}

function beyond(sql: string, descending: boolean, key: Key): Fragment {
  if (key === null) return { sql: descending ? "0" : `${sql} IS NOT NULL`, parameters: [] };
  return { sql: descending ? `(${sql} < ? OR ${sql} IS NULL)` : `${sql} > ?`, parameters: [key] };
}

/** Where the page after these referrals starts. */
export function positionOf(last: Found): Position {
  return { keys: last.keys, seq: last.seq };
}
