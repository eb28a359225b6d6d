import { createReadStream, renameSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { formats } from "../report/formats.ts";
import { findingsOf } from "../report/summary.ts";
import { readTraffic, TrafficError } from "../traffic/read.ts";
import { createVerifier, type Report, type Verifier } from "../verifier.ts";
import { type ReportTarget, readArguments, type TrafficCommand, UsageError, usage } from "./arguments.ts";
import { runLive } from "./live.ts";
import { createProgress } from "./progress.ts";

/** Runs the command. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const command = readArguments(args);
    if (command.kind === "help") return print(usage);
    if (command.kind === "version") return print(`${await readVersion()}\n`);
    const verifier = createVerifier();
    const differences =
      command.kind === "live" ? await runLive(command, verifier) : await verifyFile(command, verifier);
    const report = verifier.report();
    writeReport(command, report);
    const contradicted = findingsOf(report, "contradicted").length;
    console.error(
      `${report.exchanges} requests verified, ${contradicted} facts contradicted, ${findingsOf(report, "confirmed").length} confirmed.`,
    );
    return contradicted > 0 || differences > 0 ? 1 : 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (!(error instanceof UsageError)) return 1;
    console.error(`\n${usage}`);
    return 2;
  }
}

async function verifyFile(command: TrafficCommand, verifier: Verifier): Promise<number> {
  const { file, skipsBadEntries } = command;
  const input = file === "-" ? process.stdin : createReadStream(file);
  const progress = createProgress(file === "-" ? undefined : sizeOf(file));
  const onBadEntry = (message: string) => {
    if (!skipsBadEntries) throw new TrafficError(`${message} Use --skip-bad-entries to go on after it.`);
    console.error(message);
  };
  try {
    for await (const exchange of readTraffic(input, { onBadEntry, onProgress: progress.show }))
      verifier.observe(exchange);
  } finally {
    progress.end();
  }
  return 0;
}

function sizeOf(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new Error(`There is no file ${file}.`);
  return size;
}

/** A report appears whole: written beside its place, then renamed. */
function writeReport({ format, out }: ReportTarget, report: Report): void {
  const text = formats[format](report);
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  const temporary = `${out}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, out);
}

async function readVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    await readFile(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
