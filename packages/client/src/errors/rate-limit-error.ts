import { ReferralsApiError } from "./api-error.ts";

/** 429: too many calls, even after waiting as asked. */
export class ReferralsRateLimitError extends ReferralsApiError {
  override name = "ReferralsRateLimitError";
}
