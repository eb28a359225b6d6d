import { accept, listAll, type ReferralsClient, where } from "@partner-referrals/client";

/** Accepts all leads that wait, and returns how many. */
export async function acceptLeads(referrals: ReferralsClient): Promise<number> {
  const filter = where("direction").eq("Incoming").and(where("status").eq("New"));
  const list = listAll(referrals, { filter, orderby: "createdDateTime", select: ["id"] });
  // All pages first: an accepted lead no longer matches the filter, so the pages behind it would shift.
  const leads = await Array.fromAsync(list);
  for (const { id } of leads) await accept(referrals, id);
  return leads.length;
}
