import type { Universe } from "../universe.ts";

/** What a task does with a universe. It runs at once, without anything else in between. */
export interface Task<Result> {
  readonly run: (universe: Universe) => Result;
  /** Whether it changes the universe. A function is asked once the universe is up to date. */
  readonly changes: boolean | ((universe: Universe) => boolean);
  /** What it reads besides the universe itself. */
  readonly reads?: "journal" | "deliveries" | undefined;
}
