/** `pnpm mutate`: edits the contract in every small way that should be noticed, and sees whether the checks notice. */
import { parseArgs } from "node:util";
import { ignored } from "./ignored.ts";
import { nameOf } from "./mutant.ts";
import { mutantsOf } from "./mutants.ts";
import { knownSurvivors, saveResult } from "./result.ts";
import { runAll } from "./run-all.ts";
import { sampleOf } from "./sample.ts";
import { type Score, scoreOf } from "./score.ts";
import { readSources } from "./sources.ts";

const usage = `Usage: pnpm mutate [--sample <number>] [--seed <number>] [--accept] [--verbose]

  --sample   only so many mutants of each kind, chosen by the seed; nothing is saved
  --seed     a whole number, 1 if left out
  --accept   saves the result although mutants survive that did not before
  --verbose  names every mutant with what caught it`;

const { sample, seed, accept, verbose } = readArguments();
const started = performance.now();
const sources = await readSources();
const all = mutantsOf(sources);
const mutants = sample === undefined ? all : sampleOf(all, sample, seed);
const outcomes = await runAll(sources, mutants);
const { score, survivors } = scoreOf(mutants, outcomes, ignored);

if (verbose) {
  for (const [index, mutant] of mutants.entries()) {
    const outcome = outcomes[index];
    const found = outcome?.result === "killed" ? `${outcome.by}: ${outcome.because}` : outcome?.result;
    console.log(`${nameOf(mutant)}\n  ${found}`);
  }
}
print(score);
const names = new Set(mutants.map(nameOf));
const stillThere = new Set(mutants.filter((_, index) => outcomes[index]?.result === "survived").map(nameOf));
// A sample says nothing of the mutants that are not in it.
const idle = [...ignored].filter(
  (name) => !stillThere.has(name) && (sample === undefined || names.has(name)),
);
const known = knownSurvivors();
const fresh = survivors.filter((name) => !known.has(name));
for (const name of fresh) console.error(`Survived: ${name}`);
for (const name of idle) console.error(`In mutate/ignored.yaml, but caught or no longer there: ${name}`);
if (fresh.length > 0)
  console.error(
    "\nNothing catches these any more. Write a case, a check or a fact of a source that does; say in mutate/ignored.yaml why " +
      "nothing should; or accept them with --accept.",
  );
const isWorse = fresh.length > 0 && !accept;
if (sample === undefined && !isWorse) saveResult(score);
process.exitCode = isWorse || idle.length > 0 ? 1 : 0;

function print({ byKind, byCheck, survivors: _, ...tally }: Score): void {
  const width = Math.max(...Object.keys(byKind).map((kind) => kind.length));
  for (const [kind, { total, killed, ignored, survived }] of Object.entries(byKind)) {
    const rest = [ignored && `${ignored} ignored`, survived && `${survived} SURVIVED`].filter(Boolean);
    console.log(
      `${kind.padEnd(width)}  ${String(killed).padStart(4)} of ${String(total).padStart(4)}  ${rest.join(", ")}`,
    );
  }
  const caught = Object.entries(byCheck).sort(([, one], [, other]) => other - one);
  console.log(`\nCaught first by: ${caught.map(([check, count]) => `${check} ${count}`).join(", ")}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${tally.killed} of ${tally.total} mutants caught, ${tally.ignored} ignored, ${tally.survived} survived, in ${seconds} s.`,
  );
}

function readArguments(): { sample?: number; seed: number; accept: boolean; verbose: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        sample: { type: "string" },
        seed: { type: "string" },
        accept: { type: "boolean" },
        verbose: { type: "boolean" },
      },
    });
    const { seed = "1", sample: size, accept = false, verbose = false } = values;
    for (const number of [seed, size ?? "1"])
      if (!/^\d{1,9}$/.test(number)) throw new Error(`${number} is no whole number.`);
    return { seed: Number(seed), accept, verbose, ...(size !== undefined && { sample: Number(size) }) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
