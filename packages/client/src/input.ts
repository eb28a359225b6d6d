import type { operations } from "@partner-referrals/types";
import type { ListQuery } from "./client-types.ts";

/** An id as it goes into a path. Refuses what would lead to another path. */
export function checkId(id: string): string {
  if (/^(?!\.+$)[^/\\]+$/.test(id)) return id;
  throw new TypeError(`Not an id: ${JSON.stringify(id)}`);
}

/** A query in the names of the contract. What is undefined, openapi-fetch leaves out. */
export function listParameters(
  query: ListQuery,
): NonNullable<operations["listReferrals"]["parameters"]["query"]> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [`$${name}`, value?.toString()]));
}
