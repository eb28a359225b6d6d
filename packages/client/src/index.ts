export { createReferralsClient } from "./client.ts";
export type {
  ChangeOptions,
  ListQuery,
  OrderBy,
  Page,
  ReferralProperty,
  ReferralsClient,
  Selected,
  UpdateOptions,
} from "./client-types.ts";
export { patchFor } from "./draft.ts";
export { accept, decline, type EditOptions, edit, lose, type ReferralDraft, win } from "./edit.ts";
export * from "./errors/index.ts";
export {
  any,
  type Comparison,
  type Filter,
  type FilterCollection,
  type FilterPath,
  type ItemPath,
  not,
  type ValueAt,
  where,
} from "./filter.ts";
export type * from "./options.ts";
export { listAll, listPages, nextPage, type PagesOptions } from "./pages.ts";
export { createShared, type Invitation, type SharedOptions, type SharedReferrals } from "./shared.ts";
export { canTransition } from "./status.ts";
