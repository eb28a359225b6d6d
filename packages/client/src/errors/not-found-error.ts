import { ReferralsApiError } from "./api-error.ts";

/** 404: there is no such referral in your organization. */
export class ReferralsNotFoundError extends ReferralsApiError {
  override name = "ReferralsNotFoundError";
}
