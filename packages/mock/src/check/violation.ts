/** One place where a message departs from the contract. */
export interface Violation {
  /** Which part of the message. `status` occurs in answers only. */
  readonly location: "path" | "query" | "header" | "body" | "status";
  /** Where in the body, as a JSON Pointer (RFC 6901); `""` is the body as a whole. */
  readonly pointer?: string;
  /** Which parameter or header. */
  readonly name?: string;
  /** The rule that is broken: a JSON Schema keyword such as `required`, or a word of ours such as `unknown`. */
  readonly code: string;
  /** Says what is wrong, without the location. Holds no value of the message. */
  readonly message: string;
}

const longestName = 100;

/** A name as it goes into a violation: a client may send one of any length. */
export function clip(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** The location in one word, such as `body/customerProfile/name` or `query/$top`. */
export function place(violation: Violation): string {
  if (violation.pointer !== undefined) return `${violation.location}${violation.pointer}`;
  return violation.name === undefined ? violation.location : `${violation.location}/${violation.name}`;
}

/** All violations in one sentence of at most `limit` characters. */
export function describe(violations: readonly Violation[], limit: number): string {
  const sentences = violations.map((violation) => `${place(violation)} ${violation.message}`);
  let shown = "";
  for (const [index, sentence] of sentences.entries()) {
    const rest = ` And ${sentences.length - index} more.`;
    const next = `${shown}${shown === "" ? "" : " "}${sentence}.`;
    const isLast = index === sentences.length - 1;
    if (next.length + (isLast ? 0 : rest.length) > limit)
      return shown === "" ? `${next.slice(0, limit - 1)}…` : shown + rest;
    shown = next;
  }
  return shown;
}
