import { referrals } from "./referrals.ts";

const { id } = await referrals.create({
  type: "Independent",
  customerProfile: {},
  consent: {},
  details: {},
});

// region: options
const stopAfterTenSeconds = AbortSignal.timeout(10_000);
const deal = await referrals.get(id, {
  signal: stopAfterTenSeconds,
  timeoutMs: 3_000,
  retry: { maxRetries: 2 },
});
// endregion
console.log(deal.status);
