/** What a conversion changed, and what it cannot convert. */

/**
 * What a change means for a reader of the result: `rewritten` says the same in other words, `weakened` says less, `dropped`
 * says nothing of it any more.
 */
export type Effect = "rewritten" | "weakened" | "dropped";

/** A rule of a conversion. */
export interface Rule {
  /** Such as `nullable-type`. */
  readonly name: string;
  /** Why the format needs it, in one sentence. */
  readonly reason: string;
}

/** One application of a rule. */
export interface Change {
  readonly rule: Rule;
  readonly effect: Effect;
  /** Where, in the document that was converted. A JSON Pointer. */
  readonly pointer: string;
  /** The names of the fields, keywords or statuses concerned. */
  readonly names: readonly string[];
}

/** Takes down a change at a place. */
export type Note = (effect: Effect, pointer: string, ...names: string[]) => void;

/** The changes of a conversion, in the order in which they were made. */
export class ChangeLog {
  readonly changes: Change[] = [];

  /** What a rule takes its changes down with. */
  noteFor(rule: Rule): Note {
    return (effect, pointer, ...names) => this.changes.push({ rule, effect, pointer, names });
  }
}

/** Something that cannot be said in the other format, and cannot be left out without saying something wrong. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
  /** Where it stands. A JSON Pointer. */
  readonly pointer: string;

  constructor(pointer: string, reason: string) {
    super(`${pointer || "/"}: ${reason}`);
    this.pointer = pointer;
  }
}
