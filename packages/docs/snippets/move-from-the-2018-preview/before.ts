import { createPreviewClient } from "@partner-referrals/client/preview";

const preview = createPreviewClient({
  baseUrl: process.env.REFERRALS_URL,
  token: () => process.env.TOKEN ?? "",
});

const created = await preview.create({
  Status: "Active",
  ReferralSource: "PartnerLed",
  CustomerProfile: {
    Name: "Northwind Traders",
    Address: { City: "Redmond", State: "WA", Country: "US", PostalCode: "98052" },
    Contacts: { FirstName: "Purchasing", LastName: "Office", Email: "purchasing@northwind.example" },
  },
  Details: {
    Notes: "Wants to see its stock across all stores.",
    DealValue: 15000,
    Requirements: { IndustryFocus: [{ id: "Retail & Consumer Goods" }], Solutions: [{ id: "BigData" }] },
  },
});
const won = await preview.update(created.id, { Status: "Won" });
console.log(won.status, won.statusDetail);
