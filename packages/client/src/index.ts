export {
  type ConditionalOptions,
  createReferralsClient,
  type ReferralsClient,
  type ReplaceOptions,
  type UpdateAndReturnOptions,
  type UpdateOptions,
} from "./client.ts";
export * from "./errors.ts";
export {
  any,
  type Comparison,
  type Filter,
  type FilterCollection,
  type FilterPath,
  type ItemPath,
  not,
  type ValueOf,
  where,
} from "./filter.ts";
export type { ListQuery, OrderBy, Page, ReferralProperty, Selected } from "./list-query.ts";
export type * from "./options.ts";
export { type ListOptions, listAll, listPages, nextPage, type PageOptions } from "./pagination.ts";
export { type CreateOnceOptions, createOnce, type IdentifiedReferral } from "./referrals/create-once.ts";
export {
  type CreateSharedOptions,
  createShared,
  type Invitation,
  type ResumeSharedOptions,
  type SharedReferrals,
} from "./referrals/create-shared.ts";
export type { ReferralDraft } from "./referrals/draft.ts";
export { accept, type Change, decline, type EditOptions, edit, lose, win } from "./referrals/edit.ts";
export { createPatch } from "./referrals/json-patch.ts";
export { type CreationLedger, createMemoryLedger, type LedgerEntry } from "./referrals/ledger.ts";
export { canTransition } from "./referrals/status.ts";
export { explainToken } from "./transport/explain-token.ts";
