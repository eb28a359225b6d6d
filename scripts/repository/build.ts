/** Builds the repository quietly and says what happened, step by step. */
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { spawnTurborepo } from "./turborepo.ts";

/** One task of one package, for example `@partner-referrals/spec#build`. */
export interface BuildStep {
  readonly id: string;
  /** Turborepo's hash of all that went into it. */
  readonly hash: string;
  /** True when its output came from the cache. */
  readonly cached: boolean;
}

/** A step that failed, and what it printed. */
export interface BuildFailure {
  readonly id: string;
  readonly output: string;
}

/** What a build did. */
export interface BuildOutcome {
  readonly ok: boolean;
  readonly steps: readonly BuildStep[];
  /** Empty when `ok`, or when Turborepo itself could not run; then see `message`. */
  readonly failures: readonly BuildFailure[];
  /** What Turborepo itself said in error, in case no step is to blame. */
  readonly message: string;
}

export interface BuildOptions {
  /** The repository to build; this one by default. */
  readonly root?: string;
  /** Stops the build. */
  readonly signal?: AbortSignal;
  /** Builds this package and what it depends on, and nothing else. */
  readonly only?: string;
}

/** Runs `turbo run build`. It never throws for a failed build; the outcome says which step failed and why. */
export async function build({ root, signal, only }: BuildOptions = {}): Promise<BuildOutcome> {
  const filter = only ? [`--filter=${only}`] : [];
  const turborepo = spawnTurborepo(["run", "build", "--json", "--output-logs=full", ...filter], {
    ...(root === undefined ? {} : { root }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (!turborepo.stdout || !turborepo.stderr) throw new Error("Turborepo was started without its output.");
  // Turborepo stops its tasks before it ends, and only then are we done.
  signal?.addEventListener("abort", () => turborepo.kill("SIGTERM"), { once: true });
  try {
    const [stdout, stderr, [code]] = await Promise.all([
      text(turborepo.stdout),
      text(turborepo.stderr),
      once(turborepo, "close"),
    ]);
    return readOutcome(code === 0, stdout, stderr);
  } catch (error) {
    return { ok: false, steps: [], failures: [], message: `Turborepo could not be run: ${String(error)}` };
  }
}

/** One line of `turbo run --json`; `source` is a step's id, or `turbo`. */
interface LogLine {
  readonly source: string;
  readonly level: string;
  readonly text: string;
}

/** Reads what `turbo run --json` printed. */
function readOutcome(ok: boolean, stdout: string, stderr: string): BuildOutcome {
  const lines = stdout.split("\n").flatMap(parseLine);
  const own = lines.filter((line) => line.source === "turbo");
  const failedIds = own.flatMap((line) => /^Failed:\s+(.+)/.exec(line.text)?.[1]?.split(/,\s*/) ?? []);
  return {
    ok,
    steps: lines.flatMap((line) => {
      const [, status, hash] = /^cache (hit|miss|bypass).* ([0-9a-f]{16})$/.exec(line.text) ?? [];
      return line.source === "turbo" || !hash ? [] : [{ id: line.source, hash, cached: status === "hit" }];
    }),
    failures: failedIds.map((id) => ({ id, output: stepOutput(lines, id) })),
    message: [...own.filter((line) => line.level === "error").map((line) => line.text), stderr.trim()].join(
      "\n",
    ),
  };
}

function parseLine(line: string): LogLine[] {
  if (!line.startsWith("{")) return [];
  const value: unknown = JSON.parse(line);
  return isLogLine(value) ? [value] : [];
}

function isLogLine(value: unknown): value is LogLine {
  if (typeof value !== "object" || value === null) return false;
  return (
    "source" in value &&
    typeof value.source === "string" &&
    "level" in value &&
    "text" in value &&
    typeof value.text === "string"
  );
}

/** What the step's own command printed, without the lines that Turborepo and pnpm put around it. */
function stepOutput(lines: readonly LogLine[], id: string): string {
  return (
    lines
      .filter(({ source, text }) => source === id && !/^(cache (miss|bypass)|\[ELIFECYCLE\])/.test(text))
      .map(({ text }) => text)
      .join("\n")
      // pnpm echoes the command after a dollar sign, now and then on a line of its own.
      .replace(/^\$ \n?.*\n?/, "")
      .trim()
  );
}

/** The outcome of a failed build in plain words: which step, why, and how to run it alone. */
export function describeFailure(outcome: BuildOutcome): string {
  if (outcome.failures.length === 0) return `The build failed.\n\n${outcome.message.trim()}`;
  return outcome.failures
    .map(({ id, output }) => {
      const [packageName, task] = id.split("#");
      const rerun = `npx --yes pnpm@12 --filter ${packageName} ${task}`;
      return `The build failed at ${packageName} (${task}):\n\n${output}\n\nTo run this step alone: ${rerun}`;
    })
    .join("\n\n");
}

/** The packages whose build differs between two outcomes. */
export function changedPackages(before: BuildOutcome, after: BuildOutcome): string[] {
  const hashes = new Map(before.steps.map((step) => [step.id, step.hash]));
  return after.steps.filter(({ id, hash }) => hashes.get(id) !== hash).map(({ id }) => id.replace(/#.*/, ""));
}
