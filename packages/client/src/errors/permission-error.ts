import { ReferralsApiError } from "./api-error.ts";

/** 403: the user or the app may not do this. */
export class ReferralsPermissionError extends ReferralsApiError {
  override name = "ReferralsPermissionError";
}
