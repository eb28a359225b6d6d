import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Matrix, matrixSections } from "./report.ts";

/** The published table and what follows it, as paragraphs of Markdown with headings of level 2. */
export function publishedMatrix(): string[] {
  // A cast, because a run of the matrix writes this file.
  return matrixSections(
    JSON.parse(readFileSync(join(import.meta.dirname, "../results/latest.json"), "utf8")) as Matrix,
  );
}
