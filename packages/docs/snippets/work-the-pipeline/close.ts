// region: imports
import { canTransition, edit, lose, ReferralsValidationError, win } from "@partner-referrals/client";
import { referrals } from "./referrals.ts";

// endregion

const deal = {
  type: "Independent",
  customerProfile: { name: "Relecloud", address: { country: "SE" } },
  consent: {},
  details: { dealValue: 42000, currency: "SEK" },
};
const { id } = await referrals.create(deal);

// region: progress
await edit(referrals, id, (draft) => {
  draft.salesStage = "60";
  draft.details.dealValue = 58000;
  draft.details.notes = "The offer went out.";
  draft.team = [
    ...(draft.team ?? []),
    { firstName: "Data", lastName: "Architecture", email: "architects@proseware.example" },
  ];
});
// endregion

// region: win
const won = await win(referrals, id);
console.log(won.status, won.substatus, won.closedDateTime);
// endregion

const lostId = (await referrals.create(deal)).id;
// region: lose
const lost = await lose(referrals, lostId, "The customer chose another vendor.");
console.log(lost.status, lost.substatus, lost.statusReason);
// endregion

const mistakeId = (await referrals.create(deal)).id;
// region: mistake
await edit(referrals, mistakeId, (draft) => {
  draft.status = "Closed";
  draft.substatus = "Error";
  draft.statusReason = "Created twice.";
});
// endregion

// region: refused
console.log(canTransition(won.status, "Active")); // false

try {
  await edit(referrals, id, (draft) => {
    draft.details.dealValue = 60000;
  });
} catch (error) {
  if (!(error instanceof ReferralsValidationError)) throw error;
  console.log(error.message); // nothing was sent
}
// endregion
