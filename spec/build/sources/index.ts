/**
 * The second opinion on the contract: what its sources state, and whether a document holds it. The sources themselves are in
 * `@partner-referrals/spec/sources.json`, under `stated`.
 *
 * @packageDocumentation
 */
export * from "./account.ts";
export type { Topic } from "./facts/fact.ts";
export type { Counts, SourceReport, SourcesFile } from "./report.ts";
export * from "./source.ts";
