/**
 * Runs the matrix, or the tools named on the command line: `pnpm tools [name…]`. Exits with 1 when a step failed that has not
 * failed in the published table.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contract } from "@partner-referrals/spec/model";
import { newFailures } from "./matrix/new-failures.ts";
import { type Matrix, matrixPage } from "./matrix/report.ts";
import { runTool } from "./matrix/run-tool.ts";
import { findRuntimes } from "./matrix/runtimes.ts";
import type { ToolResult } from "./matrix/steps.ts";
import { tools } from "./tools/index.ts";

const results = join(import.meta.dirname, "results");
const resultFile = join(results, "latest.json");

const names = process.argv.slice(2);
const unknown = names.filter((name) => !tools.some((tool) => tool.name === name));
if (unknown.length > 0) {
  console.error(
    `No tool is called ${unknown.join(", ")}. There are: ${tools.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

const runtimes = findRuntimes();
const published = readRows();
const rows: ToolResult[] = [];
for (const tool of tools.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const row = await runTool(tool, runtimes);
  rows.push(row);
  printRow(row);
}
save(rows);
const failures = rows.flatMap((row) => newFailures(row, published));
for (const failure of failures) console.error(`New since the published table: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

function printRow({ name, version, steps }: ToolResult): void {
  const parts = Object.entries(steps).map(([step, { status }]) => `${step} ${status}`);
  console.log(`${name} ${version}: ${parts.join(", ")}`);
  for (const [step, outcome] of Object.entries(steps))
    if (outcome.status === "failed") console.log(`  ${step}: ${outcome.message}`);
}

/** Rows of tools that were not run this time stay as they are. */
function save(latest: readonly ToolResult[]): void {
  const byName = new Map([...published, ...latest].map((row) => [row.name, row]));
  const all = tools.flatMap(({ name }) => byName.get(name) ?? []);
  const matrix: Matrix = {
    contract: contract.info.version,
    runtimes: Object.fromEntries(runtimes),
    tools: all,
  };
  mkdirSync(results, { recursive: true });
  writeFileSync(resultFile, `${JSON.stringify(matrix, null, 2)}\n`);
  writeFileSync(join(results, "latest.md"), matrixPage(matrix));
}

function readRows(): readonly ToolResult[] {
  try {
    // A cast, because this file is written here only.
    return (JSON.parse(readFileSync(resultFile, "utf8")) as Matrix).tools;
  } catch {
    return [];
  }
}
