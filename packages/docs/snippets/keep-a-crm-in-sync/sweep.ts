import { listAll } from "@partner-referrals/client";
import { save, synced } from "./crm.ts";
import { referrals } from "./referrals.ts";

/** Stores what changed since a time, and returns how many deals that were. */
export async function sweep(since: Date): Promise<number> {
  let count = 0;
  const newestFirst = listAll(referrals, { orderby: "updatedDateTime desc", select: synced });
  for await (const referral of newestFirst) {
    if (new Date(referral.updatedDateTime) < since) break;
    if (save(referral)) count++;
  }
  return count;
}
