import { ApiError } from "@partner-referrals/server/api-error";
import { maxPageSize } from "@partner-referrals/types";
import { type ListOptions, parseListOptions } from "../odata/list-options.ts";
import { decodeSkipToken, encodeSkipToken, type SkipToken } from "../odata/skip-token.ts";
import type { Caller } from "../organizations/caller.ts";
import type { Condition } from "../store/condition.ts";
import { visibleTo } from "./access.ts";
import type { ReferralRepository } from "./repository.ts";
import type { Page } from "./serialize.ts";

/** What a list is asked for. */
export interface ListRequest extends ListOptions {
  readonly skip?: number | undefined;
  /** How many referrals `$top` still allows. */
  readonly remaining?: number | undefined;
  readonly after?: SkipToken["after"] | undefined;
}

/**
 * One page of the caller's referrals.
 *
 * @param toNextLink makes the link to the next page from its skip token
 * @throws an ApiError with 400 that lists every mistake of the options
 */
export function listReferrals(
  referrals: Pick<ReferralRepository, "list" | "count">,
  caller: Caller,
  request: ListRequest,
  toNextLink: (skipToken: string) => string,
): Page {
  const { condition, sort, selected } = parseListOptions(request);
  const { filter, orderBy, select, count, after, skip = 0 } = request;
  if (after !== undefined && after.values.length !== Math.max(sort.length, 1)) throw invalidSkipToken();
  const visible = visibleTo(caller);
  const matching: Condition =
    condition === undefined ? visible : { type: "and", operands: [visible, condition] };
  const limit = Math.min(request.remaining ?? maxPageSize, maxPageSize);
  // One referral more than fits on the page tells whether there is a next one.
  const found =
    limit === 0 ? [] : referrals.list({ condition: matching, sort, after, skip, limit: limit + 1 });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const remaining = request.remaining === undefined ? undefined : request.remaining - rows.length;
  const hasNext = found.length > limit && last !== undefined && remaining !== 0;
  return {
    rows,
    selected,
    count: count ? referrals.count(matching) : undefined,
    nextLink: hasNext
      ? toNextLink(encodeSkipToken({ filter, orderBy, select, count, remaining, after: last.cursor }))
      : undefined,
  };
}

/** @throws an ApiError with 400 when this service did not make the token. */
export function readSkipToken(token: string): SkipToken {
  const read = decodeSkipToken(token);
  if (read === undefined) throw invalidSkipToken();
  return read;
}

function invalidSkipToken(): ApiError {
  return new ApiError(400, "skipToken", {
    message: "The $skiptoken was not made by this service.",
    target: "query/$skiptoken",
    reason: "Request the next link of a page as it is.",
  });
}
