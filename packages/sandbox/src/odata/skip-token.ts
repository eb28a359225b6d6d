import type { Cursor, SortValue } from "../store/store.ts";
import type { ListOptions } from "./list-options.ts";

/** Everything that a next link has to say. */
export interface SkipToken extends ListOptions {
  /** How many more referrals `$top` allows. */
  readonly remaining?: number | undefined;
  readonly after: Cursor;
}

const version = 1;

/** The opaque text of a `$skiptoken`. */
export function encodeSkipToken({ filter, orderBy, select, count, remaining, after }: SkipToken): string {
  const parts = [
    version,
    filter ?? 0,
    orderBy ?? 0,
    select ?? 0,
    count ? 1 : 0,
    remaining ?? -1,
    after.seq,
    ...after.values,
  ];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Reads a `$skiptoken`; undefined when this service did not make it. */
export function decodeSkipToken(token: string): SkipToken | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts)) return undefined;
  const [found, filter, orderBy, select, count, remaining, seq, ...values]: unknown[] = parts;
  if (found !== version || !Number.isSafeInteger(remaining) || !Number.isSafeInteger(seq)) return undefined;
  if (!values.every(isSortValue)) return undefined;
  return {
    filter: textOf(filter),
    orderBy: textOf(orderBy),
    select: textOf(select),
    count: count === 1,
    remaining: Number(remaining) >= 0 ? Number(remaining) : undefined,
    after: { values, seq: Number(seq) },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isSortValue(value: unknown): value is SortValue {
  return typeof value === "string" || typeof value === "number" || value === null;
}
