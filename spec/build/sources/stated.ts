/** The short form of what a table says of a property, a parameter or a header: `string | null, required`. */

/** What a source says of something that has a name. */
export interface StatedValue {
  /** A type, as the form has it; undefined where the source names none. */
  readonly type: string | undefined;
  readonly flags: readonly Flag[];
}

export const flags = ["required", "optional", "read-only"] as const;

export type Flag = (typeof flags)[number];

/** Reads `string`, `string, required`, `required` or nothing. */
export function readStated(text: string | null): StatedValue {
  const words = (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  return { type: words.find((word) => !isFlag(word)), flags: words.filter(isFlag) };
}

function isFlag(word: string): word is Flag {
  const names: readonly string[] = flags;
  return names.includes(word);
}
