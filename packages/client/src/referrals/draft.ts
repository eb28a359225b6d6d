import type { Referral, readOnlyPaths } from "@partner-referrals/types";

type TopLevel<Path> = Path extends `/${infer Name}` ? Name : never;

/** A property of a referral that only the service sets. */
type ReadOnlyProperty = TopLevel<(typeof readOnlyPaths)[number]>;

/** A copy of a referral, to be edited. What only the service sets is read-only. */
export type ReferralDraft = {
  -readonly [Property in keyof Referral as Exclude<Property, ReadOnlyProperty>]: Referral[Property];
} & { readonly [Property in keyof Referral as Extract<Property, ReadOnlyProperty>]: Referral[Property] };
