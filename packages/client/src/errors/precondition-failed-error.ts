import { ReferralsApiError } from "./api-error.ts";

/** 412: the referral has changed since it was read. Read it again and apply the change to that. */
export class ReferralsPreconditionFailedError extends ReferralsApiError {
  override name = "ReferralsPreconditionFailedError";
}
