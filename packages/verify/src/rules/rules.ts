import { concurrencyRules } from "./concurrency.ts";
import { errorRules } from "./errors.ts";
import { listingRules } from "./listing.ts";
import { referralRules } from "./referral.ts";
import type { Rule } from "./rule.ts";
import { stateRules } from "./state.ts";

/** Every rule of behaviour, by topic. */
export const rules: readonly Rule[] = [
  ...concurrencyRules,
  ...stateRules,
  ...referralRules,
  ...listingRules,
  ...errorRules,
];
