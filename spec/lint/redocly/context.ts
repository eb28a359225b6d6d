/** The parts of Redocly's interface for rules that ours use. The package publishes no types for it. */
export type Node = Record<string, unknown>;

export interface Location {
  /** The JSON Pointer within the file, with `#` in front. */
  pointer: string;
  child(path: string[]): Location;
  /** The same place, where only the key is to be marked. */
  key(): Location;
}

export interface Context {
  location: Location;
  report(problem: { message: string; location: Location }): void;
}
