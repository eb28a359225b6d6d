import { edit, ReferralsPreconditionFailedError } from "@partner-referrals/client";
import { crm, save } from "./crm.ts";
import { referrals } from "./referrals.ts";

/** Sends a value that a seller typed into the CRM. False if the deal has changed meanwhile. */
export async function push(id: string, value: number): Promise<boolean> {
  const known = crm.get(id);
  try {
    const changed = await edit(
      referrals,
      id,
      (draft) => {
        draft.details.dealValue = value;
      },
      { ifMatch: known?.eTag },
    );
    return save(changed);
  } catch (error) {
    if (!(error instanceof ReferralsPreconditionFailedError)) throw error;
    save(await referrals.get(id)); // so that the seller sees what they did not know
    return false;
  }
}
