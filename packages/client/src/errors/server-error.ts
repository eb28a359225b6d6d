import { ReferralsApiError } from "./api-error.ts";

/** 5xx: the service failed, is overloaded or down. */
export class ReferralsServerError extends ReferralsApiError {
  override name = "ReferralsServerError";
}
