import { serverUrl } from "@partner-referrals/types";
import { collectionPath, type ReferralsClient } from "./client.ts";
import { ReferralsUnexpectedResponseError } from "./errors.ts";
import type { ListQuery, Page, ReferralProperty, Selected } from "./list-query.ts";
import type { CallOptions } from "./options.ts";
import type { BaseUrl, HttpRequest } from "./transport/request.ts";
import { readBody } from "./transport/response.ts";
import { getTransport } from "./transport/transport.ts";

/** Options of `nextPage`. */
export type PageOptions = Omit<CallOptions, "clientRequestId">;

/** Options of `listPages` and `listAll`. */
export interface ListOptions extends PageOptions {
  /**
   * The `@odata.nextLink` of the last page that an earlier run has handled, to go on from there. The link holds the query,
   * so the query that is passed beside it only says which properties the items have.
   */
  readonly resumeFrom?: string | undefined;
}

/**
 * Returns the page after `page`, or `undefined` after the last one.
 *
 * The next link is followed as it is, on the host of `baseUrl`: documented links begin with `http:`, and behind a proxy they
 * name the service's host. A link to any other host is rejected, because the token must not go there.
 *
 * @throws ReferralsUnexpectedResponseError for a link to another host.
 * @example
 * const second = await nextPage(referrals, await referrals.list());
 */
export async function nextPage<Item>(
  client: ReferralsClient,
  page: Page<Item>,
  options?: PageOptions,
): Promise<Page<Item> | undefined> {
  const link = page["@odata.nextLink"];
  return link ? followLink(client, link, options) : undefined;
}

async function followLink<Item>(
  client: ReferralsClient,
  link: string,
  options?: PageOptions,
): Promise<Page<Item>> {
  const { baseUrl, send } = getTransport(client);
  const request = { method: "GET", ...locate(link, baseUrl), urlTemplate: collectionPath, headers: {} };
  // A cast, because what the link leads to is only known to be a page.
  return (await send(request, readBody("value"), options)) as Page<Item>;
}

/** Where a next link leads, on the host of `baseUrl`. */
function locate(link: unknown, { origin, prefix }: BaseUrl): Pick<HttpRequest, "url" | "path" | "query"> {
  const base = origin + prefix + collectionPath;
  if (typeof link !== "string" || !URL.canParse(link, base)) {
    throw new ReferralsUnexpectedResponseError("The next link is not a URL.");
  }
  const { host, pathname, search: query } = new URL(link, base);
  const isOurs = host === new URL(origin).host;
  if (!isOurs && host !== new URL(serverUrl).host) {
    throw new ReferralsUnexpectedResponseError(`The next link leads to another host: ${host}`);
  }
  const path = isOurs ? pathname : prefix + pathname;
  return { url: origin + path, path, query };
}

/**
 * Iterates over the pages of a list. Each page is requested when the one before it has been handled. To survive a crash,
 * store the next link of each page that you have handled, and pass the stored one as `resumeFrom`.
 *
 * @throws ReferralsUnexpectedResponseError for a next link that leads to another host, or back to an earlier page.
 * @example
 * for await (const page of listPages(referrals, query, { resumeFrom: await loadLink() })) {
 *   await saveAll(page.value);
 *   await storeLink(page["@odata.nextLink"]);
 * }
 */
export async function* listPages<const Property extends ReferralProperty = ReferralProperty>(
  client: ReferralsClient,
  query: ListQuery<Property> = {},
  { resumeFrom, ...options }: ListOptions = {},
): AsyncGenerator<Page<Selected<Property>>, void, undefined> {
  const followed = new Set<string | undefined>();
  let link = resumeFrom;
  do {
    // Going round in a circle would never end, and ending here would pass a part of the list off as the whole.
    if (followed.has(link))
      throw new ReferralsUnexpectedResponseError("The next link leads back to an earlier page.");
    followed.add(link);
    const page: Page<Selected<Property>> = link
      ? await followLink(client, link, options)
      : await client.list(query, options);
    yield page;
    link = page["@odata.nextLink"];
  } while (link);
}

/**
 * Iterates over all referrals of a list, page by page. Stopping early requests no further page.
 *
 * @throws ReferralsUnexpectedResponseError for a next link that leads to another host, or back to an earlier page.
 * @example
 * for await (const referral of listAll(referrals, { filter: where("status").eq("New") })) console.log(referral.name);
 */
export async function* listAll<const Property extends ReferralProperty = ReferralProperty>(
  client: ReferralsClient,
  query: ListQuery<Property> = {},
  options: ListOptions = {},
): AsyncGenerator<Selected<Property>, void, undefined> {
  for await (const page of listPages(client, query, options)) yield* page.value;
}
