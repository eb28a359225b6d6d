/** `pnpm bench [name…]`: runs the benches in `benches/`, prints the report and saves it in `results/`. */
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import type { Bench } from "./runner/bench.ts";
import { describeMachine } from "./runner/machine.ts";
import { type BenchResult, runBench } from "./runner/measure.ts";
import { toMarkdown } from "./runner/report.ts";

const benchFolder = join(import.meta.dirname, "benches");
const resultFolder = join(import.meta.dirname, "results");

const available = (await readdir(benchFolder)).map((file) => basename(file, ".ts")).sort();
const usage = `Usage: npx --yes pnpm@12 bench [name…]

Without a name it runs all: ${available.join(", ")}. Only a run of all is saved.`;

async function runAll(names: readonly string[]): Promise<void> {
  const benches: BenchResult[] = [];
  for (const name of names) {
    console.error(`Measuring ${name} …`);
    const module: { default: Bench } = await import(join(benchFolder, `${name}.ts`));
    benches.push(await runBench(module.default));
  }
  const report = { date: new Date().toISOString().slice(0, 10), machine: describeMachine(), benches };
  console.log(toMarkdown(report));
  if (names.length < available.length) return;
  await save("latest.md", toMarkdown(report));
  await save("latest.json", `${JSON.stringify(report, fourDigits, 2)}\n`);
}

/** More digits would only be noise. */
function fourDigits(_name: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}

/** A file appears whole or not at all. */
async function save(name: string, content: string): Promise<void> {
  await mkdir(resultFolder, { recursive: true });
  const temporary = join(resultFolder, `.${name}.${process.pid}`);
  await writeFile(temporary, content);
  await rename(temporary, join(resultFolder, name));
}

function readNames(): string[] {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = positionals.filter((name) => !available.includes(name));
  if (unknown.length > 0) throw new Error(`There is no bench named ${unknown.join(", ")}.`);
  return positionals.length > 0 ? positionals : available;
}

let names: string[];
try {
  names = readNames();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exit(2);
}
await runAll(names);
