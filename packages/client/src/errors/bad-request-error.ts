import { ReferralsApiError } from "./api-error.ts";

/** 400 or 422: the request breaks a rule of the resource. `target` says where. */
export class ReferralsBadRequestError extends ReferralsApiError {
  override name = "ReferralsBadRequestError";
}
