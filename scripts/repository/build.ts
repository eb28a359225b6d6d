/** Builds the repository quietly and says what happened, step by step. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { spawnTurborepo } from "./turborepo.ts";

/** One task of one package. */
export interface BuildStep {
  /** For example `@partner-referrals/spec#build`. */
  readonly id: string;
  /** True when its output came from the cache. */
  readonly cached: boolean;
}

/** A step that failed, and what it printed. */
export interface FailedStep {
  readonly id: string;
  readonly output: string;
}

/** What a build did. */
export interface BuildOutcome {
  readonly ok: boolean;
  readonly steps: readonly BuildStep[];
  /** Empty when `ok`, or when Turborepo itself could not run; then see `message`. */
  readonly failures: readonly FailedStep[];
  /** What Turborepo itself reports as an error, in case no step failed. */
  readonly message: string;
}

/**
 * A task that builds: each package, each with what it needs at run time, or all that the pages of the docs are made of,
 * without their site.
 */
export type BuildTask = "build" | "ready" | "generate";

export interface BuildOptions {
  /** `build`, if not said. */
  readonly task?: BuildTask;
  /** Only these packages, such as `mock`; all by default. */
  readonly packages?: readonly string[];
  /** The repository to build; this one by default. */
  readonly root?: string;
  /** Stops the build. */
  readonly signal?: AbortSignal;
  /** Is called for each step as it begins, or as its output comes from the cache. */
  readonly onStep?: (step: BuildStep) => void;
}

/** Runs Turborepo. It never throws for a failed build; the outcome says which step failed and why. */
export async function build({
  root,
  task = "build",
  packages = [],
  signal,
  onStep,
}: BuildOptions = {}): Promise<BuildOutcome> {
  const filters = packages.map((name) => `--filter=@partner-referrals/${name}`);
  const turborepo = spawnTurborepo(["run", task, ...filters, "--json", "--output-logs=full"], {
    ...(root === undefined ? {} : { root }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (!turborepo.stdout || !turborepo.stderr) throw new Error("Turborepo was started without its output.");
  if (onStep) {
    const follow = (line: string) => readSteps(readLines(line)).forEach(onStep);
    createInterface({ input: turborepo.stdout }).on("line", follow);
  }
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

/** One line of `turbo run --json`. */
interface LogLine {
  /** A step's id, or `turbo`. */
  readonly source: string;
  readonly level: string;
  readonly text: string;
}

function readLines(stdout: string): LogLine[] {
  return (
    stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      // A cast, because only Turborepo writes there, and it writes such lines.
      .map((line) => JSON.parse(line) as LogLine)
  );
}

function readSteps(lines: readonly LogLine[]): BuildStep[] {
  return lines.flatMap(({ source, text }) => {
    const [, status] = /^cache (hit|miss|bypass)\b/.exec(text) ?? [];
    return source === "turbo" || !status ? [] : [{ id: source, cached: status === "hit" }];
  });
}

function readOutcome(ok: boolean, stdout: string, stderr: string): BuildOutcome {
  const lines = readLines(stdout);
  const own = lines.filter(({ source }) => source === "turbo");
  const failed = own.flatMap(({ text }) => /^Failed:\s+(.+)/.exec(text)?.[1]?.split(/,\s*/) ?? []);
  const errors = own.filter(({ level }) => level === "error").map(({ text }) => text);
  return {
    ok,
    steps: readSteps(lines),
    failures: failed.map((id) => ({ id, output: stepOutput(lines, id) })),
    message: [...errors, stderr.trim()].join("\n"),
  };
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
export function describeFailure({ failures, message }: BuildOutcome): string {
  if (failures.length === 0) return `The build failed.\n\n${message.trim()}`;
  return failures
    .map(({ id, output }) => {
      const [packageName, task] = id.split("#");
      const rerun = `npx --yes pnpm@12 --filter ${packageName} ${task}`;
      return `The build failed at ${packageName} (${task}):\n\n${output}\n\nTo run this step alone: ${rerun}`;
    })
    .join("\n\n");
}
