import { listPages } from "@partner-referrals/client";
import { readSetting, save, synced, writeSetting } from "./crm.ts";
import { referrals } from "./referrals.ts";

/** Imports all referrals. After a crash, it goes on behind the last page that is stored. */
export async function importAll(): Promise<void> {
  const query = { orderby: "createdDateTime", select: synced } as const;
  const pages = listPages(referrals, query, { resumeFrom: readSetting("nextLink") });
  for await (const page of pages) {
    for (const referral of page.value) save(referral);
    writeSetting("nextLink", page["@odata.nextLink"] ?? "");
    console.log(`Imported ${page.value.length} deals`);
  }
}
