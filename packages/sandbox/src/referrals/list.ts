import { ApiError } from "@partner-referrals/server/api-error";
import { contract, filterableProperties } from "@partner-referrals/spec/model";
import { maxPageSize } from "@partner-referrals/types";
import { type ListOptions, parseListOptions } from "../odata/list-options.ts";
import { decodeSkipToken, encodeSkipToken, type SkipToken } from "../odata/skip-token.ts";
import type { Caller } from "../organizations/caller.ts";
import type { Condition } from "../store/condition.ts";
import { type ListPage, QueryTooCostlyError } from "../store/store.ts";
import { visibleTo } from "./access.ts";
import type { ReferralRepository } from "./repository.ts";
import type { Page } from "./serialize.ts";

/** How long the JSON of a page may be, in characters: a page of large referrals has fewer of them. */
const maxPageLength = 4 * 1024 * 1024;
const emptyPage: ListPage = { rows: [], hasMore: false };

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
  referrals: Pick<ReferralRepository, "list" | "count" | "cursorOf">,
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
  const query = { condition: matching, sort, after, skip, limit, maxLength: maxPageLength };
  const { rows, hasMore } = limit === 0 ? emptyPage : withinBudget(() => referrals.list(query));
  const last = rows.at(-1);
  const remaining = request.remaining === undefined ? undefined : request.remaining - rows.length;
  const hasNext = hasMore && last !== undefined && remaining !== 0;
  const toToken = (seq: number): string =>
    encodeSkipToken({ filter, orderBy, select, count, remaining, after: referrals.cursorOf(seq, sort) });
  return {
    rows,
    selected,
    count: count ? withinBudget(() => referrals.count(matching)) : undefined,
    nextLink: hasNext ? toNextLink(toToken(last.seq)) : undefined,
  };
}

/** @throws an ApiError with 400 when the query takes more than one request may. */
function withinBudget<Result>(query: () => Result): Result {
  try {
    return query();
  } catch (error) {
    if (!(error instanceof QueryTooCostlyError)) throw error;
    throw new ApiError(400, "queryTooCostly", {
      message: "The query takes more work than the sandbox allows for one request.",
      target: "query",
      reason: `Narrow it by a property that has an index: ${filterableProperties(contract).join(", ")}.`,
    });
  }
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
