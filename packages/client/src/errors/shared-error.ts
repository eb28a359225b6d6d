import type { Referral } from "@partner-referrals/types";
import { ReferralsError } from "./referrals-error.ts";

/**
 * Of the two referrals of a shared deal, the first was created and the second was not. `cause` says why. Keep `own`, or at
 * least its `engagementId`, and call `createShared` again with it as `resume`.
 */
export class ReferralsSharedError extends ReferralsError {
  override name = "ReferralsSharedError";
  readonly engagementId: string;
  /** Your referral. Not enumerable, so that logging the error does not log the customer. */
  declare readonly own: Pick<Referral, "engagementId"> & Partial<Referral>;

  constructor(own: Pick<Referral, "engagementId"> & Partial<Referral>, cause: unknown) {
    super(`The deal is not shared yet: your referral exists, the connected one could not be created.`, {
      cause,
    });
    this.engagementId = own.engagementId;
    Object.defineProperty(this, "own", { value: own });
  }
}
