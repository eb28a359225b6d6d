import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Mutants that nothing can or should tell from the contract, and why not. */
export interface Justification {
  mutants: string[];
  because: string;
}

/** What `justified.yaml` says. */
export const justifications: Justification[] = parse(
  readFileSync(join(import.meta.dirname, "justified.yaml"), "utf8"),
);

/** The names of all justified mutants. */
export const justified: ReadonlySet<string> = new Set(justifications.flatMap(({ mutants }) => mutants));
