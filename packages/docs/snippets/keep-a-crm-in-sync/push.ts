import {
  edit,
  ReferralsPreconditionFailedError,
  ReferralsUnknownOutcomeError,
} from "@partner-referrals/client";
import { find, save } from "./crm.ts";
import { referrals } from "./referrals.ts";

/** Sends a value that a seller typed into the CRM. False if the deal has changed in the meantime. */
export async function push(id: string, value: number): Promise<boolean> {
  try {
    const changed = await edit(
      referrals,
      id,
      (draft) => {
        draft.details.dealValue = value;
      },
      { ifMatch: find(id)?.eTag },
    );
    save(changed);
    return true;
  } catch (error) {
    // The response was lost, and someone else changed the value right after: it is theirs that counts.
    if (error instanceof ReferralsUnknownOutcomeError) save(error.current);
    else if (error instanceof ReferralsPreconditionFailedError) save(await referrals.get(id));
    else throw error;
    return false; // so that the seller sees what they did not know
  }
}
