import { win } from "@partner-referrals/client";
import { referrals } from "./referrals.ts";

const created = await referrals.create({
  type: "Independent",
  customerProfile: {
    name: "Northwind Traders",
    address: { city: "Redmond", state: "WA", country: "US", postalCode: "98052" },
    team: [{ firstName: "Purchasing", lastName: "Office", email: "purchasing@northwind.example" }],
  },
  consent: { consentToContact: true },
  details: {
    notes: "Wants to see its stock across all stores.",
    dealValue: 15000,
    currency: "USD",
    requirements: {
      industries: [{ id: "Retail & Consumer Goods" }],
      solutions: [{ id: "BigData", type: "Category" }],
    },
  },
});
const won = await win(referrals, created.id);
console.log(won.status, won.substatus);
