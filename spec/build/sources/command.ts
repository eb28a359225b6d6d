/**
 * Accounts for the facts of the sources, or prints the shape of a payload:
 *
 *     node build/sources/command.ts check
 *     node build/sources/command.ts shape payload.json
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDocument } from "../../model/document.ts";
import type { EvidenceFile } from "../evidence/collect.ts";
import { readEvidencePage } from "../evidence/page.ts";
import { accountFor } from "./account.ts";
import { listIssues } from "./check.ts";
import { findUnsupported } from "./citations.ts";
import { readCommandLine, usage } from "./command-line.ts";
import { viewContract } from "./contract-view.ts";
import { formatShape } from "./format-shape.ts";
import { readSources } from "./read.ts";
import { formatCounts, reportSources } from "./report.ts";
import { shapeOf } from "./shape.ts";

const root = join(import.meta.dirname, "../..");

const command = readCommandLine(process.argv.slice(2));
try {
  if (command === undefined) fail(usage, 2);
  else if (command.kind === "check") check();
  else printShape(command.file);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1);
}

function check(): void {
  const files = readSources(join(root, "sources"));
  const sources = files.map(({ source }) => source);
  const contract = readDocument(join(root, "dist/contract.json"));
  const accounting = accountFor([contract], sources);
  const evidence = readEvidencePage(readFileSync(join(root, "EVIDENCE.md"), "utf8"));
  console.log(formatCounts(reportSources(contract.info.version, sources, accounting)));
  const cited: EvidenceFile = JSON.parse(readFileSync(join(root, "dist/evidence.json"), "utf8"));
  const issues = [
    ...listIssues(files, accounting, evidence, Object.keys(cited.sources)),
    ...findUnsupported(viewContract([contract]), sources, cited).map(
      (what) => `x-evidence of ${what}. Name another source there, or add what it states to its file.`,
    ),
  ];
  if (issues.length > 0) fail(issues.join("\n"), 1);
}

function printShape(path: string): void {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  process.stdout.write(formatShape(shapeOf(value)));
}

function fail(message: string, exitCode: number): void {
  console.error(message);
  process.exitCode = exitCode;
}
