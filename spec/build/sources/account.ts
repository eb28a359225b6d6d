/** Accounts for every fact of the sources: held by the contract, contradicted, or left out. */
import type { JsonObject } from "../../model/json.ts";
import { viewContract } from "./contract-view.ts";
import { type Explanation, explain, explanationsOf, wrongIn } from "./explanations.ts";
import { enumerationFacts, transitionFacts } from "./facts/enumerations.ts";
import type { Fact, Topic } from "./facts/fact.ts";
import { generalFacts, operationFacts } from "./facts/operations.ts";
import { payloadFacts } from "./facts/payloads.ts";
import { resourceFacts } from "./facts/resources.ts";
import { ruleFacts } from "./facts/rules.ts";
import type { Source } from "./source.ts";
import { findUnstated } from "./unstated.ts";

export type Outcome = "held" | "contradicted" | "left out" | "unaccounted";

/** What became of a fact. */
export interface Account {
  /** Key of the source. */
  readonly source: string;
  /** Id of the fact in it. */
  readonly fact: string;
  readonly topic: Topic;
  readonly outcome: Outcome;
  /** Entry of EVIDENCE.md that says why the contract contradicts it. */
  readonly entry?: string;
  /** Why it is left out. */
  readonly because?: string;
  /** What the contract lacks or says otherwise; undefined when it holds the fact. */
  readonly problem?: string;
  /** The fact that it rests on, if that one is not held for the same reason. */
  readonly below?: string;
  /** Where the fact stands in the source's file. */
  readonly place: readonly (string | number)[];
}

/** A statement of a source about its facts that is wrong. */
export interface Misstatement {
  readonly source: string;
  readonly problem: string;
  readonly place: readonly (string | number)[];
}

/** How the contract deals with all that the sources state. */
export interface Accounting {
  readonly accounts: readonly Account[];
  /** Statements about facts that are not there, or that the contract holds after all. */
  readonly misstatements: readonly Misstatement[];
  /** Values and properties of the contract that no source states. */
  readonly unstated: readonly string[];
}

/**
 * Accounts for each fact of each source. The result depends on its arguments only.
 *
 * @param documents the OpenAPI documents of the contract; what a source names is looked for in each, in order
 */
export function accountFor(documents: readonly JsonObject[], sources: readonly Source[]): Accounting {
  const contract = viewContract(documents);
  const accounts: Account[] = [];
  const misstatements: Misstatement[] = [];
  for (const source of sources) {
    const { facts, duplicates, explanations } = prepare(source);
    const problems = new Map<string, string>();
    const later = sources.filter(({ date }) => date > source.date);
    for (const { id, parent, standsAlone, check } of facts.values()) {
      const problem = (standsAlone ? undefined : problems.get(parent ?? "")) ?? check(contract, later);
      if (problem !== undefined) problems.set(id, problem);
    }
    const used = new Set<Explanation>();
    for (const fact of facts.values()) {
      const problem = problems.get(fact.id);
      const explanation = problem === undefined ? undefined : explain(fact, facts, explanations);
      if (explanation) used.add(explanation);
      const below =
        problem !== undefined && problems.get(fact.parent ?? "") === problem ? fact.parent : undefined;
      accounts.push({
        ...accountOf(source.key, fact, problem, explanation),
        ...(below !== undefined && { below }),
      });
    }
    for (const { id, place } of duplicates)
      misstatements.push({ source: source.key, problem: `"${id}" is stated twice: rename one`, place });
    for (const explanation of explanations.values()) {
      const problem = wrongIn(explanation, facts, used);
      if (problem !== undefined)
        misstatements.push({ source: source.key, problem, place: explanation.place });
    }
  }
  return { accounts, misstatements, unstated: findUnstated(contract, sources) };
}

interface Prepared {
  readonly facts: ReadonlyMap<string, Fact>;
  /** Facts with the id of an earlier one. */
  readonly duplicates: readonly Fact[];
  readonly explanations: ReadonlyMap<string, Explanation>;
}

/** The facts of a source do not depend on the contract: they are listed once. */
const prepared = new WeakMap<Source, Prepared>();

function prepare(source: Source): Prepared {
  const known = prepared.get(source);
  if (known) return known;
  const all = factsOf(source);
  const facts = new Map(all.map((fact) => [fact.id, fact]));
  const fresh = {
    facts,
    duplicates: all.filter((fact) => facts.get(fact.id) !== fact),
    explanations: new Map(explanationsOf(source).map((one) => [one.fact, one])),
  };
  prepared.set(source, fresh);
  return fresh;
}

/** Everything that a source states, parents first. */
export function factsOf(source: Source): Fact[] {
  return [
    ...operationFacts(source),
    ...generalFacts(source),
    ...resourceFacts(source),
    ...enumerationFacts(source),
    ...transitionFacts(source),
    ...payloadFacts(source),
    ...ruleFacts(source),
  ];
}

function accountOf(
  source: string,
  { id, topic, place }: Fact,
  problem: string | undefined,
  explanation: Explanation | undefined,
): Account {
  const common = { source, fact: id, topic, place };
  if (problem === undefined) return { ...common, outcome: "held" };
  if (explanation?.entry !== undefined)
    return { ...common, outcome: "contradicted", entry: explanation.entry, problem };
  if (explanation?.because !== undefined)
    return { ...common, outcome: "left out", because: explanation.because, problem };
  return { ...common, outcome: "unaccounted", problem };
}
