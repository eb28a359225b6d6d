import { createCaller, register } from "./caller.ts";
import type { ReferralsClient } from "./client-types.ts";
import { checkId, listParameters } from "./input.ts";
import type { ReferralsClientOptions } from "./options.ts";

/**
 * Creates a client of the referrals API.
 *
 * @example
 * const referrals = createReferralsClient({ token: () => getAccessToken() });
 * const deal = await referrals.get(id);
 */
export function createReferralsClient(options: ReferralsClientOptions): ReferralsClient {
  const caller = createCaller(options);
  const { call, raw } = caller;
  const collection = "/v1.0/engagements/referrals";
  const item = `${collection}/{referralId}` as const;
  const path = (id: string) => ({ referralId: checkId(id) });
  const client: ReferralsClient = {
    create: (body, options) => call((init) => raw.POST(collection, { ...init, body }), options),
    get: (id, options) => call((init) => raw.GET(item, { ...init, params: { path: path(id) } }), options),
    // A cast, because which properties the items have depends on `select`, which the contract cannot say.
    list: (query = {}, options) =>
      call(
        (init) => raw.GET(collection, { ...init, params: { query: listParameters(query) } }),
        options,
        "value",
      ) as never,
    // A cast, because an arrow function cannot have the overloads of the interface.
    update: ((id, body, options = {}) => {
      const header = {
        ...(options.ifMatch && { "If-Match": options.ifMatch }),
        ...(options.returnRepresentation && { Prefer: "return=representation" }),
      };
      return call((init) => raw.PATCH(item, { ...init, params: { path: path(id), header }, body }), options);
    }) as ReferralsClient["update"],
    replace: (id, body, options) => {
      const params = { path: path(id), header: { "If-Match": options.ifMatch } };
      return call((init) => raw.PUT(item, { ...init, params, body }), options);
    },
    raw,
  };
  return register(client, caller);
}
