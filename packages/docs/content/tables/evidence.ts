/** What the sources of the contract disagree on or do not say, and the list of the sources. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface Contradiction {
  readonly section: string;
  readonly title: string;
  readonly sources: string;
  readonly contract: string;
  readonly because: string;
}

const page = new URL("EVIDENCE.md", import.meta.resolve("@partner-referrals/spec/package.json"));
// The tests of the spec package check the shape of its evidence.
const { contradictions } = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/evidence.json")), "utf8"),
) as { contradictions: readonly Contradiction[] };

/** The entries of a section of EVIDENCE.md. Sentences, not values: four columns of them would be narrow. */
export function contradictionList(section: string): string {
  const entries = contradictions.filter((entry) => entry.section === section);
  if (entries.length === 0) throw new Error(`EVIDENCE.md has no entries under "${section}".`);
  return entries
    .map(({ title, sources, contract, because }) =>
      [
        `### ${title}`,
        `- **The sources:** ${sources}\n- **The contract:** ${contract}\n- **Because** ${because}`,
      ].join("\n\n"),
    )
    .join("\n\n");
}

/** @throws Error when EVIDENCE.md has no table of sources. */
export function sourceTable(): string {
  const [, body = ""] = readFileSync(page, "utf8").split("\n## Sources\n");
  const rows = (body.split("\n## ", 1)[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  if (rows.length < 3) throw new Error('EVIDENCE.md has no table under "Sources".');
  return rows.join("\n");
}
