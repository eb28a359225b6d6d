import type { operations, Referral, ReferralListItem, sortableProperties } from "@partner-referrals/types";

import type { Filter } from "./filter.ts";

/** The name of a property of a referral. */
export type ReferralProperty = keyof ReferralListItem;

/** What a list can be sorted by, with ` desc` for descending order. */
export type OrderBy = `${(typeof sortableProperties)[number]}${"" | " asc" | " desc"}`;

type OperationQuery = NonNullable<operations["listReferrals"]["parameters"]["query"]>;

/** Which referrals to list. The names are those of OData, without the `$`. */
export interface ListQuery<Property extends ReferralProperty = ReferralProperty> {
  /** An expression built with `where`, or an OData expression in a string. */
  readonly filter?: string | Filter | undefined;
  readonly orderby?: OrderBy | readonly OrderBy[] | undefined;
  /** The properties to return; all by default. */
  readonly select?: readonly Property[] | undefined;
  /** The maximum number of referrals to return. */
  readonly top?: number | undefined;
  readonly skip?: number | undefined;
  /** Whether to count the matching referrals. */
  readonly count?: boolean | undefined;
  /** Where the page starts: the `$skiptoken` of a next link. `nextPage` follows the link itself. */
  readonly skiptoken?: string | undefined;
}

/** A page of referrals. With `select`, they have the selected properties. */
export interface Page<Item> {
  /** The referrals of this page. */
  value: Item[];
  /** The number of matching referrals, if it was asked for. */
  "@odata.count"?: number;
  /** The URL of the next page. Absent on the last one. */
  "@odata.nextLink"?: string;
  "@odata.context"?: string;
}

/** A listed referral with the selected properties. */
export type Selected<Property extends ReferralProperty> = ReferralProperty extends Property
  ? Referral
  : Pick<Referral, Property>;

/** The query in the names of the contract. */
export function toQueryParams(query: ListQuery): OperationQuery {
  const { filter } = query;
  // What is no string would become one, such as "[object Object]".
  if (filter !== undefined && typeof filter !== "string" && typeof Object(filter).and !== "function") {
    throw new TypeError("filter must be a string or a finished expression.");
  }
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [`$${name}`, value ?? undefined]));
}
