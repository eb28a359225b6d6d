import type { Referral, ReferralCreate, ReferralPatch, ReferralReplace } from "@partner-referrals/types";
import {
  type ListQuery,
  type Page,
  type ReferralProperty,
  type Selected,
  toQueryParams,
} from "./list-query.ts";
import type { CallOptions, ReferralsClientOptions } from "./options.ts";
import { attachTransport, createTransport } from "./transport/transport.ts";

/** Options of a change. */
export interface ConditionalOptions extends CallOptions {
  /** The ETag that the referral must still have. Without it, `update` overwrites what others have changed since. */
  readonly ifMatch?: string | undefined;
}

/** Options of `replace`. */
export interface ReplaceOptions extends CallOptions {
  /** The ETag that the referral must still have. */
  readonly ifMatch: string;
}

/** Options of `update`. */
export interface UpdateOptions extends ConditionalOptions {
  /** Whether to return the changed referral. */
  readonly returnRepresentation?: boolean | undefined;
}

/** Options of an `update` that returns the changed referral. */
export interface UpdateAndReturnOptions extends ConditionalOptions {
  readonly returnRepresentation: true;
}

/**
 * The referrals API, one method for each operation. What takes several requests is a function that takes the client as its
 * first argument: `listAll`, `edit`, `accept`, `decline`, `win`, `lose`, `createShared`. A bundle holds those that are used.
 */
export interface ReferralsClient {
  /**
   * Creates a referral.
   *
   * @example
   * const deal = await referrals.create({
   *   type: "Independent",
   *   customerProfile: { name: "Northwind Traders", address: { country: "US" } },
   *   consent: { consentToContact: true },
   *   details: { dealValue: 42000, currency: "USD" },
   * });
   * @see createReferral in the contract
   */
  create(referral: ReferralCreate, options?: CallOptions): Promise<Referral>;

  /**
   * Returns one referral, with its `eTag`.
   *
   * @throws ReferralsNotFoundError if your organization has none with this id.
   * @see getReferral in the contract
   */
  get(id: string, options?: CallOptions): Promise<Referral>;

  /**
   * Returns a page of referrals. `listAll` iterates over all pages.
   *
   * @example
   * const page = await referrals.list({ filter: "status eq 'New'", orderby: "createdDateTime desc", top: 10 });
   * @see listReferrals in the contract
   */
  list<const Property extends ReferralProperty = ReferralProperty>(
    query?: ListQuery<Property>,
    options?: CallOptions,
  ): Promise<Page<Selected<Property>>>;

  /**
   * Changes parts of a referral with a JSON Patch of `add` and `replace` operations. `edit` creates the patch for you, and
   * creates it again if someone else changed the referral in the meantime.
   *
   * @throws ReferralsPreconditionFailedError if the referral no longer has the ETag `ifMatch`.
   * @example
   * await referrals.update(id, [{ op: "replace", path: "/details/dealValue", value: 58000 }], { ifMatch: deal.eTag });
   * @see updateReferral in the contract
   */
  update(id: string, patch: ReferralPatch, options: UpdateAndReturnOptions): Promise<Referral>;
  update(id: string, patch: ReferralPatch, options?: UpdateOptions): Promise<Referral | undefined>;

  /**
   * Replaces the whole referral. Prefer `update`: what the body omits is lost.
   *
   * @throws ReferralsPreconditionFailedError if the referral no longer has the ETag `ifMatch`.
   * @deprecated since 2020 by the service.
   * @see replaceReferral in the contract
   */
  replace(id: string, referral: ReferralReplace, options: ReplaceOptions): Promise<Referral>;
}

/** The path of all referrals in the contract. */
export const collectionPath = "/v1.0/engagements/referrals";
const itemPath = `${collectionPath}/{referralId}` as const;

/**
 * Creates a client of the referrals API.
 *
 * @throws TypeError if `baseUrl` is not an absolute HTTP URL.
 * @example
 * const referrals = createReferralsClient({ token: () => getAccessToken() });
 * const deal = await referrals.get(id);
 */
export function createReferralsClient(options: ReferralsClientOptions): ReferralsClient {
  // An object also where JavaScript passes none: the first call then says that there is no token.
  const transport = createTransport(Object(options));
  const { call } = transport;
  const client: ReferralsClient = {
    create: (body, options) => call("POST", collectionPath, { body }, options),
    get: (referralId, options) => call("GET", itemPath, { path: { referralId } }, options),
    // A cast, because which properties the items have depends on `select`, which the contract cannot say.
    list: (query = {}, options) =>
      call("GET", collectionPath, { query: toQueryParams(query) }, options, "value") as never,
    // A cast, because an arrow function cannot have the overloads of the interface.
    update: ((referralId, body, options: UpdateOptions = {}) => {
      const { ifMatch, returnRepresentation } = options;
      const header = {
        "If-Match": ifMatch,
        Prefer: returnRepresentation ? ("return=representation" as const) : undefined,
      };
      const input = { path: { referralId }, header, body };
      return call("PATCH", itemPath, input, options, "id", !returnRepresentation);
    }) as ReferralsClient["update"],
    replace: (referralId, body, options) => {
      // Without an ETag, the service would replace whatever is there. An empty one is rejected.
      const header = { "If-Match": options.ifMatch ?? "" };
      return call("PUT", itemPath, { path: { referralId }, header, body }, options);
    },
  };
  return attachTransport(client, transport);
}
