/**
 * The second opinion on the contract: what its sources state, and whether a document holds it.
 *
 * @packageDocumentation
 */
export * from "./account.ts";
export type { Topic } from "./facts/fact.ts";
export * from "./published.ts";
export type { Counts, SourceReport, SourcesFile } from "./report.ts";
export * from "./source.ts";
