import { edit, listAll, where, win } from "@partner-referrals/client";
import { referrals } from "./referrals.ts";

const deal = await referrals.create({
  name: "Tailwind Toys: Microsoft 365 for the shop floor",
  type: "Independent",
  customerProfile: {
    name: "Tailwind Toys",
    address: { city: "Lyon", country: "FR" },
  },
  consent: { consentToContact: true },
  details: {
    dealValue: 24000,
    currency: "EUR",
    closingDateTime: "2026-11-27T00:00:00Z",
    requirements: { solutions: [{ id: "MobileApplications", type: "Category" }] },
  },
  team: [{ firstName: "Co-sell", lastName: "Desk", email: "sales@proseware.example" }],
});
console.log(`created ${deal.id}: ${deal.status}, ${deal.substatus}`);

await edit(referrals, deal.id, (draft) => {
  draft.details.dealValue = 31000;
});
const won = await win(referrals, deal.id);
console.log(`closed ${won.id}: ${won.status}, ${won.substatus}`);

const filter = where("type").eq("Independent");
for await (const { name, substatus } of listAll(referrals, { filter, orderby: "createdDateTime" })) {
  console.log(`${substatus}: ${name}`);
}
