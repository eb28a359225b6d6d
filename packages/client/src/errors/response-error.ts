import { ReferralsError } from "./referrals-error.ts";

/** The answer is not one that the contract allows: HTML, broken JSON, a redirect, a body of another shape. */
export class ReferralsResponseError extends ReferralsError {
  override name = "ReferralsResponseError";
}
