import { listAll, where } from "@partner-referrals/client";
import type { Referral, ReferralCreate } from "@partner-referrals/types";
import { referrals } from "./referrals.ts";

/** Creates a deal, unless an earlier try that seemed to fail has created it. */
export async function createOnce(deal: ReferralCreate & { externalReferenceId: string }): Promise<Referral> {
  const own = listAll(referrals, {
    filter: where("direction").eq("Outgoing").and(where("status").eq("Active")),
    orderby: "createdDateTime desc",
    select: ["id", "externalReferenceId"],
  });
  for await (const { id, externalReferenceId } of own) {
    if (externalReferenceId === deal.externalReferenceId) return referrals.get(id);
  }
  return referrals.create(deal);
}
