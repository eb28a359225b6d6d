/** Reading a command line: what is wrong with it ends the process with the usage and exit code 2. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

interface Config<Options extends ParseArgsOptionsConfig> {
  readonly options: Options & { readonly help: { readonly type: "boolean"; readonly short: "h" } };
  readonly allowPositionals: true;
}

/**
 * Returns what `check` makes of the flags and of what stands beside them. `--help` prints the usage and ends the process.
 *
 * @param check throws an Error for what the flags cannot say by themselves
 */
export function readCommandLine<const Options extends ParseArgsOptionsConfig, Result>(
  usage: string,
  options: Options,
  check: (parsed: ReturnType<typeof parseArgs<Config<Options>>>) => Result,
): Result {
  try {
    const help = { type: "boolean", short: "h" } as const;
    const parsed = parseArgs<Config<Options>>({ options: { ...options, help }, allowPositionals: true });
    // TypeScript does not know that `values` of any options has this one.
    if (Object(parsed.values).help !== true) return check(parsed);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
  console.log(usage);
  process.exit(0);
}

/** Refuses what no flag asked for. */
export function rejectPositionals(positionals: readonly string[]): void {
  if (positionals.length > 0) throw new Error(`Unexpected argument: ${positionals.join(" ")}`);
}
