import { ReferralsApiError } from "./api-error.ts";

/** 401: there was no valid access token, even after asking for a new one. */
export class ReferralsAuthenticationError extends ReferralsApiError {
  override name = "ReferralsAuthenticationError";
}
