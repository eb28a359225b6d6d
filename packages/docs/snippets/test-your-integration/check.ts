import { referrals } from "./referrals.ts";

// Reads only. With --errors, the proxy turns whatever violates the contract into an error response.
const { value } = await referrals.list({ orderby: "createdDateTime desc", top: 10 });
for (const { id } of value) await referrals.get(id);
console.log(`${value.length} referrals match the contract.`);
