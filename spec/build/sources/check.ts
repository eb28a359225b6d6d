/** What is wrong with the accounts of the sources, for a person to mend. */
import { relative } from "node:path";
import type { EvidencePage } from "../evidence/page.ts";
import type { Accounting } from "./account.ts";
import { keyOf } from "./citations.ts";
import type { SourceFile } from "./read.ts";

/**
 * One line for each fact that nothing accounts for, each statement that is wrong, and each source that EVIDENCE.md lists
 * or the contract refers to and nobody wrote down, or the other way round.
 *
 * @param references what the contract names in `x-evidence`
 */
export function listIssues(
  files: readonly SourceFile[],
  { accounts, misstatements, unstated }: Accounting,
  evidence: EvidencePage,
  references: readonly string[] = [],
): string[] {
  const byKey = new Map(files.map((file) => [file.source.key, file]));
  const entries = new Set(evidence.entries.map(({ id }) => id));
  const at = (key: string, place: readonly (string | number)[]) => {
    const found = byKey.get(key);
    return found ? `${relative(process.cwd(), found.file)}:${found.lineOf(place)}` : key;
  };
  const missing = [...evidence.sources.keys()].filter(
    (key) => !files.some(({ source }) => source.key === key || source.key.startsWith(`${key}/`)),
  );
  const unread = new Set(
    references.map(keyOf).filter((key) => !byKey.has(key) && !missing.includes(key.split("/")[0] ?? "")),
  );
  return [
    ...accounts
      .filter(({ outcome, below }) => outcome === "unaccounted" && below === undefined)
      .map(
        ({ source, place, fact, problem }) =>
          `${at(source, place)} "${fact}" is not held: ${problem}. Change the contract, name the fact under contradicted, or say under leftOut why it is missing.`,
      ),
    ...unstated.map(
      (what) =>
        `The contract has "${what}", which no source states. Name the source, or take it out of the contract.`,
    ),
    ...misstatements.map(({ source, place, problem }) => `${at(source, place)} ${problem}.`),
    ...files.flatMap(({ source }) =>
      Object.keys(source.contradicted ?? {})
        .filter((entry) => !entries.has(entry))
        .map(
          (entry) =>
            `${at(source.key, ["contradicted", entry])} EVIDENCE.md has no entry ${entry}. Write it, or name another one.`,
        ),
    ),
    ...files.flatMap(({ source }) =>
      Object.keys(source.held ?? {})
        .filter((id) => !Object.hasOwn({ ...source.rules, ...source.prerequisites }, id))
        .map((id) => `${at(source.key, ["held", id])} "${id}" is no rule or prerequisite of this source.`),
    ),
    ...files.flatMap(({ source }) =>
      evidence.sources.has(source.key.split("/")[0] ?? "")
        ? []
        : [
            `${at(source.key, [])} EVIDENCE.md lists no source ${source.key.split("/")[0]}. Add it to the table.`,
          ],
    ),
    ...missing.map(
      (key) => `EVIDENCE.md lists the source ${key}: write down what it states in sources/${key}.yaml.`,
    ),
    ...[...unread].map((key) => `x-evidence names ${key}: write down what it states in sources/${key}.yaml.`),
  ];
}
