/** What changed in the contract since its last version: `@partner-referrals/spec/changes`. */
export { type Change, contractChanges, impacts } from "./changes.ts";
export { asMarkdown, asText, largestImpact } from "./describe.ts";
export type { Impact } from "./redocly-diff.ts";
