import { ReferralsApiError } from "./api-error.ts";

/** 409: the request contradicts the current state of the referral. */
export class ReferralsConflictError extends ReferralsApiError {
  override name = "ReferralsConflictError";
}
