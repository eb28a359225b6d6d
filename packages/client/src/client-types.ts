import type {
  paths,
  Referral,
  ReferralCreate,
  ReferralListItem,
  ReferralPatch,
  ReferralReplace,
  sortableProperties,
} from "@partner-referrals/types";
import type { Client } from "openapi-fetch";
import type { CallOptions } from "./options.ts";

/** The name of a property of a referral. */
export type ReferralProperty = keyof ReferralListItem;

/** What a list can be sorted by, optionally ` desc` for the highest first. */
export type OrderBy = `${(typeof sortableProperties)[number]}${"" | " asc" | " desc"}`;

/** Which referrals to list. The names are those of OData, without the `$`. */
export interface ListQuery<Property extends ReferralProperty = ReferralProperty> {
  /** An expression built with `where`, or an OData expression in a string. */
  readonly filter?: string | { toString(): string } | undefined;
  readonly orderby?: OrderBy | readonly OrderBy[] | undefined;
  /** The properties to return; all by default. */
  readonly select?: readonly Property[] | undefined;
  /** The most referrals to return. */
  readonly top?: number | undefined;
  readonly skip?: number | undefined;
  /** Whether to count the matching referrals. */
  readonly count?: boolean | undefined;
  /** Where the page starts: the `$skiptoken` of a next link. `nextPage` follows the link itself. */
  readonly skiptoken?: string | undefined;
}

/** A page of referrals. With `select`, they have the chosen properties. */
export interface Page<Item> {
  /** The referrals of this page. */
  value: Item[];
  /** The number of matching referrals, if it was asked for. */
  "@odata.count"?: number;
  /** Where the next page is. Absent on the last one. */
  "@odata.nextLink"?: string;
  "@odata.context"?: string;
}

/** A listed referral with the chosen properties. */
export type Selected<Property extends ReferralProperty> = ReferralProperty extends Property
  ? Referral
  : Pick<Referral, Property>;

/** Options of a change. */
export interface ChangeOptions extends CallOptions {
  /** The ETag that the referral must still have. Without it, `update` overwrites what others changed meanwhile. */
  readonly ifMatch?: string | undefined;
}

/** Options of `update`. */
export interface UpdateOptions extends ChangeOptions {
  /** Whether to return the changed referral. */
  readonly returnRepresentation?: boolean | undefined;
}

/**
 * The referrals API, one method for each operation. What takes several calls is a function that is given the client:
 * `listAll`, `edit`, `accept`, `decline`, `win`, `lose`, `createShared`. A bundle holds those that are used.
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
   * Returns a page of referrals. `listAll` goes through all pages.
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
   * Changes parts of a referral with a JSON Patch of `add` and `replace` operations. `edit` makes the patch for you, and
   * does so anew when someone else was faster.
   *
   * @throws ReferralsPreconditionFailedError if the referral no longer has the ETag `ifMatch`.
   * @example
   * await referrals.update(id, [{ op: "replace", path: "/details/dealValue", value: 58000 }], { ifMatch: deal.eTag });
   * @see updateReferral in the contract
   */
  update(
    id: string,
    patch: ReferralPatch,
    options: UpdateOptions & { readonly returnRepresentation: true },
  ): Promise<Referral>;
  update(id: string, patch: ReferralPatch, options?: UpdateOptions): Promise<Referral | undefined>;

  /**
   * Replaces the whole referral. Prefer `update`: what the body leaves out is lost.
   *
   * @throws ReferralsPreconditionFailedError if the referral no longer has the ETag `ifMatch`.
   * @deprecated since 2020 by the service.
   * @see replaceReferral in the contract
   */
  replace(
    id: string,
    referral: ReferralReplace,
    options: ChangeOptions & { readonly ifMatch: string },
  ): Promise<Referral>;

  /** The client of openapi-fetch underneath, for what this one cannot do. Its calls have the same token and retries. */
  readonly raw: Client<paths>;
}
