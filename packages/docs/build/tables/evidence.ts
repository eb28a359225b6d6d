/** Reads the tables of the evidence that the contract rests on. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What the sources do not agree on, or do not say, and what the contract makes of it. */
interface Contradiction {
  section: string;
  title: string;
  sources: string;
  contract: string;
  because: string;
}

const page = new URL("EVIDENCE.md", import.meta.resolve("@partner-referrals/spec/package.json"));
const { contradictions }: { contradictions: Contradiction[] } = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/evidence.json")), "utf8"),
);

/** @throws Error when the evidence has no such section. */
export function evidenceTable(section: string): string {
  const entries = contradictions.filter((entry) => entry.section === section);
  if (entries.length > 0) {
    // Sentences, not values: four columns of them would be narrow.
    return entries
      .map(({ title, sources, contract, because }) =>
        [
          `### ${title}`,
          `- **The sources:** ${sources}\n- **The contract:** ${contract}\n- **Because** ${because}`,
        ].join("\n\n"),
      )
      .join("\n\n");
  }
  const [, body = ""] = readFileSync(page, "utf8").split(`\n## ${section}\n`);
  const rows = (body.split("\n## ", 1)[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  if (rows.length < 3) throw new Error(`EVIDENCE.md has no table under "${section}".`);
  return rows.join("\n");
}
