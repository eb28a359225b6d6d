import { win } from "@partner-referrals/client";
import { referrals } from "./referrals.ts";

const { id } = await referrals.create({
  type: "Shared",
  customerProfile: {},
  consent: {},
  details: { dealValue: 64000, currency: "USD" },
});
await win(referrals, id);

// region: register
const { eTag } = await referrals.get(id);
const registered = await referrals.update(
  id,
  [
    {
      op: "add",
      path: "/registrations/-",
      value: {
        type: "AzureIPCoSell",
        contract: {
          value: 64000,
          currency: "USD",
          signDateTime: "2026-04-15T00:00:00Z",
          startDateTime: "2026-05-01T00:00:00Z",
          endDateTime: "2028-04-30T00:00:00Z",
          term: "Finite",
        },
        solutionDetails: [
          {
            id: "SOL-48213-PRW",
            value: 64000,
            currency: "USD",
            isDeployedOnAzure: true,
            primaryDeploymentOn: "Customer",
            pricingModel: "Other",
            marketplaceTransactionDetails: { isMarketplaceTransacted: false },
          },
        ],
      },
    },
  ],
  { ifMatch: eTag, returnRepresentation: true },
);
console.log(registered.registrationStatus);
// endregion
