import { ReferralsError } from "./referrals-error.ts";

/** The service could not be reached, or the connection broke. `cause` has the reason. */
export class ReferralsNetworkError extends ReferralsError {
  override name = "ReferralsNetworkError";
}
