import { ReferralsError } from "./referrals-error.ts";

/** The service did not answer within the `timeout`. Whether the call was carried out is unknown. */
export class ReferralsTimeoutError extends ReferralsError {
  override name = "ReferralsTimeoutError";
}
