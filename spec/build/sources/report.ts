/** Counts what became of the facts of the sources. */
import type { Accounting, Outcome } from "./account.ts";
import { type Topic, topics } from "./facts/fact.ts";
import type { Source } from "./source.ts";

export type Counts = Readonly<Record<Outcome, number>>;

/** One source, and how the contract deals with its facts. */
export interface SourceReport {
  readonly key: string;
  readonly title: string;
  readonly kind: string;
  readonly address?: string;
  readonly date: string;
  /** The day on which somebody last looked at it. */
  readonly lastChecked: string;
  /** Whether it is written down from what others say of it. */
  readonly secondary: boolean;
  readonly facts: number;
  readonly counts: Counts;
}

/** What `sources.json` holds. */
export interface SourcesFile {
  /** Of the contract that this belongs to. */
  readonly version: string;
  readonly facts: number;
  readonly counts: Counts;
  /** By what the facts are about. */
  readonly topics: Readonly<Record<Topic, { readonly facts: number; readonly counts: Counts }>>;
  readonly sources: readonly SourceReport[];
  /** The facts that the contract does not hold, with the entry of EVIDENCE.md or the reason. */
  readonly exceptions: readonly {
    readonly source: string;
    readonly fact: string;
    readonly outcome: Outcome;
    readonly entry?: string;
    readonly because?: string;
  }[];
  /** The sources themselves, as `accountFor` takes them. */
  readonly stated: readonly Source[];
}

/** Puts together what `sources.json` says. */
export function reportSources(
  version: string,
  sources: readonly Source[],
  { accounts }: Accounting,
): SourcesFile {
  const about = (topic: Topic) => accounts.filter((account) => account.topic === topic);
  // A cast, because Object.fromEntries forgets the names: all topics are there.
  const byTopic = Object.fromEntries(
    topics.map((topic) => [topic, { facts: about(topic).length, counts: countOutcomes(about(topic)) }]),
  ) as SourcesFile["topics"];
  return {
    version,
    facts: accounts.length,
    counts: countOutcomes(accounts),
    topics: byTopic,
    sources: sources.map(({ key, title, kind, address, date, lastChecked, from }) => {
      const own = accounts.filter((account) => account.source === key);
      return {
        key,
        title,
        kind,
        ...(address !== undefined && { address }),
        date,
        lastChecked,
        secondary: from === "secondary",
        facts: own.length,
        counts: countOutcomes(own),
      };
    }),
    exceptions: accounts
      .filter(({ outcome }) => outcome !== "held")
      .map(({ source, fact, outcome, entry, because }) => ({
        source,
        fact,
        outcome,
        ...(entry !== undefined && { entry }),
        ...(because !== undefined && { because }),
      })),
    stated: sources,
  };
}

/** The counts as a table in Markdown, a source a line. */
export function formatCounts({ sources, facts, counts }: SourcesFile): string {
  const row = (name: string, all: number, { held, contradicted, "left out": leftOut, unaccounted }: Counts) =>
    `| ${[name, all, held, contradicted, leftOut, unaccounted].join(" | ")} |`;
  return [
    "| Source | Facts | Held | Contradicted | Left out | Unaccounted |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...sources.map((source) => row(source.key, source.facts, source.counts)),
    row("All", facts, counts),
  ].join("\n");
}

function countOutcomes(accounts: Accounting["accounts"]): Counts {
  const counts = { held: 0, contradicted: 0, "left out": 0, unaccounted: 0 };
  for (const { outcome } of accounts) counts[outcome]++;
  return counts;
}
