// region: unanswered
import { any, type Filter, listAll, listPages, where } from "@partner-referrals/client";
import { referrals } from "./referrals.ts";

const unanswered = where("direction").eq("Incoming").and(where("status").eq("New"));
for await (const lead of listAll(referrals, { filter: unanswered, orderby: "createdDateTime" })) {
  console.log(lead.name, lead.expirationDateTime);
}
// endregion

// region: seller
const mine = any("team", (member) => member("email").eq("sales@proseware.example"));
const active = await referrals.list({ filter: where("status").eq("Active").and(mine), top: 5 });
console.log(active.value.map((deal) => deal.name));
// endregion

const [deal] = active.value;
const engagementId = deal?.engagementId ?? "";
// region: engagement
const related = await referrals.list({ filter: where("engagementId").eq(engagementId) });
console.log(related.value.length);
// endregion

// region: country
const open = where("customerProfile/address/country").eq("CH").and(where("status").eq("Active"));
const inSwitzerland = listAll(referrals, { filter: open, orderby: "createdDateTime", select: ["name"] });
for await (const { name } of inSwitzerland) console.log(name);
// endregion

// region: count
const count = async (filter: Filter) =>
  (await referrals.list({ filter, count: true, top: 0 }))["@odata.count"];
console.log(await count(where("substatus").eq("Won")), await count(where("substatus").eq("Lost")));
// endregion

// region: string
const sameAsAbove = "direction eq 'Incoming' and status eq 'New'";
console.log(String(unanswered.or(mine)));
const page = await referrals.list({ filter: sameAsAbove, orderby: ["createdDateTime desc"] });
// endregion
console.log(page.value.length);

// region: pages
for await (const { value } of listPages(referrals, { orderby: "createdDateTime" })) {
  console.log(`a page of ${value.length}`);
}
// endregion

// region: quotes
const quoted = any("team", (member) => member("email").eq("o'neill@proseware.example"));
console.log(String(quoted)); // team/any(item:item/email eq 'o''neill@proseware.example')
// endregion
