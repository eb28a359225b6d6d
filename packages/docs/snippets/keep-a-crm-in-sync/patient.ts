import { createReferralsClient } from "@partner-referrals/client";

export const patient = createReferralsClient({
  baseUrl: process.env.REFERRALS_URL,
  token: () => process.env.TOKEN ?? "",
  retry: { maxRetries: 8, maxElapsedMs: 300_000 },
  onRetry: ({ method, path, delayMs, error }) => {
    console.log(`${method} ${path}: ${error.status ?? error.name}, again in ${Math.round(delayMs / 1000)} s`);
  },
});
