import type { Fact } from "./facts.ts";

export type Outcome = "confirmed" | "contradicted" | "not reached";

/** Traffic that contradicts a fact. Holds no value of it. */
export interface Contradiction {
  /** Where it was seen: the exchange, and the place in it. */
  readonly where: string;
  /** What was there instead, in words and types. */
  readonly seen: string;
}

/** What traffic said of one fact. */
export interface Finding extends Fact {
  readonly outcome: Outcome;
  readonly confirmations: number;
  readonly contradictions: number;
  /** The shortest of the contradictions; undefined where there is none. */
  readonly example: Contradiction | undefined;
}

/** Something that the contract does not name, and does not forbid. */
export interface Undeclared {
  /** Such as `Referral.<name of 12 characters>`. */
  readonly what: string;
  readonly count: number;
  readonly where: string;
}

/** Keeps what traffic says of each fact, in memory that does not grow with the traffic. */
export class Ledger {
  readonly #facts: ReadonlyMap<string, Fact>;
  readonly #confirmed = new Map<string, number>();
  readonly #contradicted = new Map<string, { count: number; example: Contradiction }>();
  readonly #undeclared = new Map<string, { count: number; where: string }>();
  readonly #extra = new Map<string, Fact>();

  constructor(facts: readonly Fact[]) {
    this.#facts = new Map(facts.map((fact) => [fact.id, fact]));
  }

  /** Whether the contract states it. */
  has(id: string): boolean {
    return this.#facts.has(id);
  }

  confirm(id: string): void {
    if (this.#facts.has(id)) this.#confirmed.set(id, (this.#confirmed.get(id) ?? 0) + 1);
  }

  /** @param text says what the fact is, where the contract has none of this id */
  contradict(id: string, contradiction: Contradiction, text?: string): void {
    if (!this.#facts.has(id) && !this.#extra.has(id))
      this.#extra.set(id, { id, kind: "other", text: text ?? id });
    const { count, example } = this.#contradicted.get(id) ?? { count: 0, example: contradiction };
    const isShorter = contradiction.seen.length < example.seen.length;
    this.#contradicted.set(id, { count: count + 1, example: isShorter ? contradiction : example });
  }

  /** Notes what the contract does not name; at most a thousand different ones. */
  undeclared(what: string, where: string): void {
    const known = this.#undeclared.get(what);
    if (known) known.count += 1;
    else if (this.#undeclared.size < 1000) this.#undeclared.set(what, { count: 1, where });
  }

  findings(): Finding[] {
    return [...this.#facts.values(), ...this.#extra.values()].map((fact) => {
      const contradicted = this.#contradicted.get(fact.id);
      const confirmations = this.#confirmed.get(fact.id) ?? 0;
      return {
        ...fact,
        outcome: contradicted ? "contradicted" : confirmations > 0 ? "confirmed" : "not reached",
        confirmations,
        contradictions: contradicted?.count ?? 0,
        example: contradicted?.example,
      };
    });
  }

  undeclaredNames(): Undeclared[] {
    return [...this.#undeclared].map(([what, { count, where }]) => ({ what, count, where }));
  }
}
