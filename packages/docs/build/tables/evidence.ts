/** Reads the tables of the evidence that the contract rests on. */
import { readFileSync } from "node:fs";

const evidence = new URL("EVIDENCE.md", import.meta.resolve("@partner-referrals/spec/package.json"));

/** @throws Error when the evidence has no such section with a table. */
export function evidenceTable(section: string): string {
  const text = readFileSync(evidence, "utf8");
  const [, body = ""] = text.split(`\n## ${section}\n`);
  const rows = (body.split("\n## ", 1)[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  if (rows.length < 3) throw new Error(`EVIDENCE.md has no table under "${section}".`);
  return rows.map((row) => row.replaceAll(/ {2,}/g, " ").replaceAll(/-{4,}/g, "---")).join("\n");
}
