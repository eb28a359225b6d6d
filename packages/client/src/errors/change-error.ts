import { ReferralsError } from "./referrals-error.ts";

/** A change that the API does not allow, refused before anything was sent. `target` is a JSON Pointer to it. */
export class ReferralsChangeError extends ReferralsError {
  override name = "ReferralsChangeError";
}
