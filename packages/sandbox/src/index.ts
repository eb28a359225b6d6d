export { type LogLevel, logLevels } from "@partner-referrals/server/log";
export type { Violation } from "@partner-referrals/server/violations";
export type { Actor, ReferralWithoutLinks } from "./admin/actor.ts";
export type { ClockControl, Control, Duration } from "./admin/control.ts";
export type { Fault, FaultMatch } from "./admin/faults.ts";
export type { JournalEntry, JournalFilter } from "./admin/journal.ts";
export type { Seed, SeedReferral } from "./admin/seed.ts";
export type { JournalRequest, JournalResponse } from "./admin/validate.ts";
export type { SandboxOptions, SharedSandboxOptions } from "./options.ts";
export type { Organization } from "./organizations/organizations.ts";
export {
  type Sandbox,
  type SandboxUniverse,
  type SharedSandbox,
  type SharedSandboxUniverse,
  startSandbox,
} from "./sandbox.ts";
export type { Promised, SharedControl } from "./shared/shared-control.ts";
export { universeHeader } from "./universes.ts";
export type { Delivery } from "./webhooks/deliveries.ts";
export type { Attempt } from "./webhooks/sender.ts";
