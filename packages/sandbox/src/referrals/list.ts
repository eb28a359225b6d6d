import { type Answer, type Exchange, numberOf, textOf } from "../exchange.ts";
import { failure, violationFailure } from "../http/failure.ts";
import { type ListOptions, planList } from "../odata/list-options.ts";
import {
  type Continuation,
  decodeToken,
  encodeToken,
  fits,
  pageSize,
  positionOf,
  toQuery,
} from "../odata/pages.ts";
import { visibleTo } from "./find.ts";
import { presentPage } from "./present.ts";

/** One page of the caller's referrals. */
export function listReferrals(exchange: Exchange): Answer {
  const { universe, caller, operation, origin } = exchange;
  const asked = readQuery(exchange);
  const plan = planList(asked);
  if (asked.after !== undefined && !fits(plan, asked.after)) throw badToken();
  const limit = Math.min(asked.remaining ?? pageSize, pageSize);
  const { matching, ...query } = toQuery(plan, visibleTo(caller), {
    ...{ after: asked.after, limit: limit + 1 },
    ...(asked.skip !== undefined && { skip: asked.skip }),
  });
  const found = limit === 0 ? [] : universe.store.list(query);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const remaining = asked.remaining === undefined ? undefined : asked.remaining - page.length;
  const hasMore = found.length > limit && last !== undefined && remaining !== 0;
  const { filter, orderBy, select, count } = asked;
  const token = (): string =>
    encodeToken({
      ...omitUndefined({ filter, orderBy, select, count, remaining }),
      after: last === undefined ? { keys: [], seq: 0 } : positionOf(last),
    });
  const body = presentPage(page, origin, {
    selected: plan.selected,
    ...(count && {
      count: universe.store.count({ where: matching.sql, parameters: matching.parameters }),
    }),
    ...(hasMore && { nextLink: `${origin}${operation.path}?$skiptoken=${token()}` }),
  });
  return { status: 200, body };
}

interface Asked extends ListOptions {
  readonly after?: Continuation["after"];
  readonly skip?: number;
  readonly remaining?: number;
}

/** What the query says, or the token in it. */
function readQuery(exchange: Exchange): Asked {
  const token = textOf(exchange, "$skiptoken");
  const top = numberOf(exchange, "$top");
  const skip = numberOf(exchange, "$skip");
  const count = exchange.parameters.$count === true;
  const options = omitUndefined({
    filter: textOf(exchange, "$filter"),
    orderBy: textOf(exchange, "$orderby"),
    select: textOf(exchange, "$select"),
  });
  if (token === undefined) return { ...options, count, ...omitUndefined({ skip, remaining: top }) };
  const isAlone = Object.keys(options).length === 0 && top === undefined && skip === undefined && !count;
  if (!isAlone) {
    const message = "stands alone: request the next link as it is";
    throw violationFailure([{ location: "query", name: "$skiptoken", code: "conflict", message }]);
  }
  const continuation = decodeToken(token);
  if (continuation === undefined) throw badToken();
  return continuation;
}

function badToken() {
  return failure(400, "skipToken", {
    ...{ message: "The $skiptoken is none of this service's.", target: "query/$skiptoken" },
    reason: "Request the next link of a page as it is.",
  });
}

/** Without the members that are undefined. */
function omitUndefined<Values extends object>(
  values: Values,
): { [Name in keyof Values]?: NonNullable<Values[Name]> } {
  // A cast, because filtering keeps the types of what it keeps.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: NonNullable<Values[Name]>;
  };
}
