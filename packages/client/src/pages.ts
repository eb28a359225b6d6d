import { serverUrl } from "@partner-referrals/types";
import { readAnswer } from "./answer.ts";
import { callerOf } from "./caller.ts";
import type { ListQuery, Page, ReferralProperty, ReferralsClient, Selected } from "./client-types.ts";
import { ReferralsResponseError } from "./errors/response-error.ts";
import type { CallOptions } from "./options.ts";
import { RequestRecord } from "./request-record.ts";

/** Options of all the calls of a list. */
export type PagesOptions = Omit<CallOptions, "clientRequestId">;

/**
 * Returns the page after `page`, or `undefined` after the last.
 *
 * The next link is followed as it is, on the host that the client talks to: documented links begin with `http:`, and behind
 * a proxy they name the service's host. A link to any other host is refused, as the token must not go there.
 *
 * @throws ReferralsResponseError for a link to another host.
 * @example
 * const second = await nextPage(referrals, await referrals.list());
 */
export async function nextPage<Item>(
  client: ReferralsClient,
  page: Page<Item>,
  options?: PagesOptions,
): Promise<Page<Item> | undefined> {
  const link = page["@odata.nextLink"];
  if (!link) return undefined;
  const { baseUrl, send } = callerOf(client);
  const { host, origin } = new URL(baseUrl);
  const next = new URL(link, origin);
  if (next.host !== host && next.host !== new URL(serverUrl).host) {
    throw new ReferralsResponseError(`The next link leads to another host: ${next.host}`);
  }
  const request = new RequestRecord(origin + next.pathname + next.search, {
    method: "GET",
    headers: new Headers(),
  });
  // A cast, because what the link leads to is only known to be a page.
  return (await send(request, readAnswer("value"), options)) as Page<Item>;
}

/**
 * Goes through all pages of a list. Each page is requested when the one before it has been used.
 *
 * @example
 * for await (const page of listPages(referrals, { orderby: "createdDateTime desc" })) console.log(page.value.length);
 */
export async function* listPages<const Property extends ReferralProperty = ReferralProperty>(
  client: ReferralsClient,
  query: ListQuery<Property> = {},
  options: PagesOptions = {},
): AsyncGenerator<Page<Selected<Property>>, void, undefined> {
  const followed = new Set<string | undefined>();
  let page: Page<Selected<Property>> | undefined = await client.list(query, options);
  while (page) {
    yield page;
    const link: string | undefined = page["@odata.nextLink"];
    // A link that comes again would lead round in a circle.
    if (followed.has(link)) return;
    followed.add(link);
    page = await nextPage(client, page, options);
  }
}

/**
 * Goes through all referrals of a list, page by page. Stopping early requests no further page.
 *
 * @example
 * for await (const referral of listAll(referrals, { filter: where("status").eq("New") })) console.log(referral.name);
 */
export async function* listAll<const Property extends ReferralProperty = ReferralProperty>(
  client: ReferralsClient,
  query: ListQuery<Property> = {},
  options: PagesOptions = {},
): AsyncGenerator<Selected<Property>, void, undefined> {
  for await (const page of listPages(client, query, options)) yield* page.value;
}
