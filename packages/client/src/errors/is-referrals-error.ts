import { brand, type ReferralsError } from "./referrals-error.ts";

/**
 * Whether a caught value is an error of this package, also when it comes from another copy of it, where `instanceof`
 * fails.
 *
 * @example
 * if (isReferralsError(error)) console.log(error.status, error.innermostCode, error.requestId);
 */
export function isReferralsError(value: unknown): value is ReferralsError {
  return typeof value === "object" && value !== null && brand in value;
}
