import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Mutants that nothing can or should tell from the contract, and why not. */
export interface IgnoredGroup {
  mutants: string[];
  because: string;
}

/** What `ignored.yaml` says. */
export const ignoredGroups: IgnoredGroup[] = parse(
  readFileSync(join(import.meta.dirname, "ignored.yaml"), "utf8"),
);

/** The names of all ignored mutants. */
export const ignored: ReadonlySet<string> = new Set(ignoredGroups.flatMap(({ mutants }) => mutants));
