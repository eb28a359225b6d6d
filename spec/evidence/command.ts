/** `pnpm evidence`: prints what the contract rests on, or takes over what traffic said of it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { readDocument } from "../model/document.ts";
import { importReport } from "./import.ts";
import { readReport } from "./verified.ts";

const usage = `Usage: npx --yes pnpm@12 evidence [import <report.json>] [--key <key>]

Without arguments: how much of the contract is documented, observed and inferred, and all that is inferred.

import  takes over a report of partner-referrals-verify (--format json --out <file>): adds it to the sources, rates what it
        observed, and prints what it contradicts, as a patch for git apply where that can be one

  --key   what the sources call the traffic (default: T and the day, as in T26-11-21)`;

const spec = join(import.meta.dirname, "..");

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  const [command, file, ...more] = positionals;
  if (values.help) console.log(usage);
  else if (command === undefined)
    process.stdout.write(readFileSync(join(spec, "generated/evidence.md"), "utf8"));
  else if (command !== "import" || file === undefined || more.length > 0) fail(usage, 2);
  else takeOver(file, values.key);
} catch (error) {
  const isUsage =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  fail(error instanceof Error ? error.message : String(error), isUsage ? 2 : 1);
}

function takeOver(file: string, givenKey: string | undefined): void {
  const report = readReport(readFileSync(file, "utf8"));
  const key = givenKey ?? `T${report.date.slice(2)}`;
  if (!/^[A-Za-z][\w-]*$/.test(key)) throw new Error(`${key} is no key: letters, digits, - and _ only.`);
  const document = readDocument(join(spec, "dist/contract.json"));
  const { files, raised, toReview, patch, undecided } = importReport(spec, document, report, key);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(spec, path)), { recursive: true });
    writeFileSync(join(spec, path), text);
  }
  list("Rated as observed:", raised);
  list("Confirmed, with something inferred about it. Read whether that is settled:", toReview);
  list("Contradicted. Decide what the contract says:", undecided);
  console.error(`Written: ${[...files.keys()].map((path) => `spec/${path}`).join(", ")}`);
  console.error(
    "Next: npx --yes pnpm@12 lint names each fact of this traffic that the contract does not hold.",
  );
  process.stdout.write(patch);
}

/** On standard error: standard output is the patch. */
function list(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.error(`${title}\n${lines.map((line) => `  ${line}`).join("\n")}\n`);
}

function fail(message: string, code: number): void {
  console.error(message);
  process.exitCode = code;
}
