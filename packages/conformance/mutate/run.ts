/** `pnpm mutate`: edits the contract in every small way that should be noticed, and sees whether the checks notice. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { examineAll } from "./examine-all.ts";
import { justified } from "./justified.ts";
import { nameOf } from "./mutant.ts";
import { mutantsOf } from "./mutants.ts";
import { sampleOf } from "./sample.ts";
import { type Score, scoreOf } from "./score.ts";
import { readSources } from "./sources.ts";

const usage = `Usage: pnpm mutate [--sample <number>] [--seed <number>] [--verbose]

  --sample   only so many mutants of each kind, chosen by the seed; nothing is written
  --seed     a whole number, 1 if left out
  --verbose  names every mutant with what caught it`;

const { sample, seed, verbose } = readArguments();
const started = performance.now();
const sources = readSources();
const all = mutantsOf(sources);
const mutants = sample === undefined ? all : sampleOf(all, sample, seed);
const outcomes = await examineAll(sources, mutants);
const { score, survivors } = scoreOf(mutants, outcomes, justified);

if (verbose) {
  for (const [index, mutant] of mutants.entries()) {
    const outcome = outcomes[index];
    const found = outcome?.fate === "killed" ? `${outcome.by}: ${outcome.because}` : outcome?.fate;
    console.log(`${nameOf(mutant)}\n  ${found}`);
  }
}
print(score);
const names = new Set(mutants.map(nameOf));
const stillThere = new Set(mutants.filter((_, index) => outcomes[index]?.fate === "survived").map(nameOf));
// A sample says nothing of the mutants that are not in it.
const idle = [...justified].filter(
  (name) => !stillThere.has(name) && (sample === undefined || names.has(name)),
);
for (const name of survivors) console.error(`Survived: ${name}`);
for (const name of idle) console.error(`Justified, but caught or no longer there: ${name}`);
if (survivors.length > 0) {
  console.error(
    "\nWrite a case or a check that catches these, or say in mutate/justified.yaml why none should.",
  );
}
if (sample === undefined) save(score);
process.exitCode = survivors.length + idle.length > 0 ? 1 : 0;

function print({ byKind, byCheck, ...tally }: Score): void {
  const width = Math.max(...Object.keys(byKind).map((kind) => kind.length));
  for (const [kind, { total, killed, justified, survived }] of Object.entries(byKind)) {
    const rest = [justified && `${justified} justified`, survived && `${survived} SURVIVED`].filter(Boolean);
    console.log(
      `${kind.padEnd(width)}  ${String(killed).padStart(4)} of ${String(total).padStart(4)}  ${rest.join(", ")}`,
    );
  }
  const caught = Object.entries(byCheck).sort(([, one], [, other]) => other - one);
  console.log(`\nCaught first by: ${caught.map(([check, count]) => `${check} ${count}`).join(", ")}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${tally.killed} of ${tally.total} mutants caught, ${tally.justified} justified, ${tally.survived} survived, in ${seconds} s.`,
  );
}

/** Files appear whole: written beside their place, then renamed. */
function save(score: Score): void {
  const file = join(import.meta.dirname, "result.json");
  writeFileSync(`${file}.new`, `${JSON.stringify(score, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

function readArguments(): { sample?: number; seed: number; verbose: boolean } {
  try {
    const { values } = parseArgs({
      options: { sample: { type: "string" }, seed: { type: "string" }, verbose: { type: "boolean" } },
    });
    const { seed = "1", sample: size, verbose: isVerbose = false } = values;
    for (const number of [seed, size ?? "1"])
      if (!/^\d{1,9}$/.test(number)) throw new Error(`${number} is no whole number.`);
    return { seed: Number(seed), verbose: isVerbose, ...(size !== undefined && { sample: Number(size) }) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
