import { accept, decline, listAll, where } from "@partner-referrals/client";
import { referrals } from "./referrals.ts";

const countriesWeServe = ["US", "CA"];
const unanswered = where("direction").eq("Incoming").and(where("status").eq("New"));

// All pages first: an accepted lead no longer matches the filter, so the pages behind it would shift.
const leads = await Array.fromAsync(listAll(referrals, { filter: unanswered, orderby: "createdDateTime" }));
for (const lead of leads) {
  const { country = "" } = lead.customerProfile.address ?? {};
  if (countriesWeServe.includes(country)) {
    const deal = await accept(referrals, lead.id);
    console.log(`${deal.name}: ${deal.status}, ${deal.substatus}`);
  } else {
    const closed = await decline(referrals, lead.id, "We do not serve this region.");
    console.log(`${closed.name}: ${closed.status}, ${closed.substatus}`);
  }
}
