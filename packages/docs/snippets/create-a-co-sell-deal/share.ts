import { createShared, ReferralsPartialShareError } from "@partner-referrals/client";
import { referrals } from "./referrals.ts";

const deal = {
  name: "Alpine Ski House: guest data platform",
  externalReferenceId: "CRM-20533",
  type: "Shared" as const,
  qualification: "SalesQualified",
  target: [{ type: "SolutionProfile", id: "SOL-48213-PRW" }],
  customerProfile: {
    name: "Alpine Ski House",
    address: { city: "Davos", country: "CH" },
    team: [{ firstName: "IT", lastName: "Operations", email: "it@alpineskihouse.example" }],
  },
  consent: {
    consentToToShareInfoWithOthers: true,
    consentToContact: true,
    consentToShareReferralWithMicrosoftSellers: true,
  },
  details: {
    dealValue: 180000,
    currency: "CHF",
    closingDateTime: "2026-09-30T00:00:00Z",
    requirements: { solutions: [{ id: "SOL-48213-PRW", type: "Name" }] },
  },
  team: [{ firstName: "Co-sell", lastName: "Desk", email: "sales@proseware.example" }],
};

const invitation = {
  inviteContext: {
    notes: "We would like an architect on the next call.",
    assistanceRequestCode: "CustomerTechnicalArchitecture",
  },
};

async function share() {
  try {
    return await createShared(referrals, deal, invitation);
  } catch (error) {
    if (!(error instanceof ReferralsPartialShareError)) throw error;
    // Your own referral stands; only Microsoft's is missing. Do not create yours again.
    return await createShared(referrals, deal, invitation, { resume: error.own });
  }
}

const { own, connected } = await share();
console.log(own.id, own.engagementId);
console.log(connected.organizationId, connected.status, connected.substatus);
