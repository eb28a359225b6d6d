import { ReferralsError } from "./referrals-error.ts";

/** The service answered with an error. `status` and `code` say which; there are subclasses for the common ones. */
export class ReferralsApiError extends ReferralsError {
  declare readonly status: number;
  override name = "ReferralsApiError";
}
