import { accept, listAll, type ReferralsClient, where } from "@partner-referrals/client";

/** Accepts all leads that wait for an answer, and returns how many. */
export async function acceptLeads(referrals: ReferralsClient): Promise<number> {
  let count = 0;
  const waiting = where("direction").eq("Incoming").and(where("status").eq("New"));
  for await (const { id } of listAll(referrals, { filter: waiting, select: ["id"] })) {
    await accept(referrals, id);
    count++;
  }
  return count;
}
