import type { ContractView } from "../contract-view.ts";
import type { Source } from "../source.ts";

/** What facts are about, as the counts list them. */
export const topics = [
  "operations",
  "headers",
  "status codes",
  "properties",
  "values",
  "transitions",
  "payloads",
  "rules",
] as const;

export type Topic = (typeof topics)[number];

/** One thing that a source states. */
export interface Fact {
  /** Unique in its source. */
  readonly id: string;
  readonly topic: Topic;
  /** The fact without which this one makes no sense, such as the property of which it is the type. */
  readonly parent?: string;
  /** Whether it may be held although its parent is not. */
  readonly standsAlone?: boolean;
  /** Where it stands in the source's file. */
  readonly place: readonly (string | number)[];
  /** What the contract lacks or says otherwise; undefined when it holds the fact. A later source may add to what this one has. */
  readonly check: (contract: ContractView, later: readonly Source[]) => string | undefined;
}
