import { createOnce, createShared, type IdentifiedReferral } from "@partner-referrals/client";
import { connect, ledger, save } from "./crm.ts";
import { referrals } from "./referrals.ts";

const invitation = {
  inviteContext: {
    notes: "We would like an architect on the next call.",
    assistanceRequestCode: "CustomerTechnicalArchitecture",
  },
};

/** Shares a deal of the CRM with Microsoft. Call it again after any error or crash. */
export async function share(deal: IdentifiedReferral & { type: "Shared" }): Promise<string> {
  const own = await createOnce(referrals, deal, { ledger });
  save(own);
  const { connected } = await createShared(referrals, deal, invitation, { resume: own });
  // Unknown if an earlier call created it and its response was lost.
  if (connected.id) connect(connected.id, own.id);
  return own.id;
}
