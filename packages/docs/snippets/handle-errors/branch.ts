import {
  accept,
  isReferralsError,
  ReferralsAuthenticationError,
  ReferralsConflictError,
  ReferralsNotFoundError,
  ReferralsPermissionError,
  ReferralsRateLimitError,
  ReferralsServerError,
  ReferralsValidationError,
} from "@partner-referrals/client";
import { referrals } from "./referrals.ts";

/** Accepts a lead, and says what to do about it when that does not work. */
export async function tryToAccept(id: string): Promise<string> {
  try {
    await accept(referrals, id);
    return "done";
  } catch (error) {
    if (error instanceof ReferralsNotFoundError) return "drop: it is not one of ours";
    if (error instanceof ReferralsConflictError) return "drop: it is closed";
    if (error instanceof ReferralsValidationError) return `drop: ${error.message}`;
    if (error instanceof ReferralsPermissionError) return "ask an administrator for a referrals role";
    if (error instanceof ReferralsAuthenticationError) return "sign in again";
    if (error instanceof ReferralsRateLimitError) return "later";
    if (error instanceof ReferralsServerError) return "later";
    if (!isReferralsError(error)) throw error;
    console.error(error.name, error.code, error.innermostCode, error.target, error.requestId);
    return "ask a developer";
  }
}
