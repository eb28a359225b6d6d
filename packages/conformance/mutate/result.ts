import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Score } from "./score.ts";

const file = join(import.meta.dirname, "result.json");

/** The result of the last full run that was accepted. */
function readResult(): Score {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The names of the mutants that are known to survive. */
export function knownSurvivors(): ReadonlySet<string> {
  return new Set(Object.values(readResult().survivors).flat());
}

/** Saves the result of a full run. The file appears whole: written beside its place, then renamed. */
export function saveResult(score: Score): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(score, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
