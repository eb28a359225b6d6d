import { referrals } from "./referrals.ts";

// Reads only: whatever departs from the contract makes a call fail, as the proxy answers with an error.
const { value } = await referrals.list({ orderby: "createdDateTime desc", top: 10 });
for (const { id } of value) await referrals.get(id);
console.log(`${value.length} referrals are as the contract says.`);
