/** Rust: a crate of `programs/rust`, which depends on the generated crate by its path. */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { Command, Workshop } from "../matrix/tool.ts";

/** Builds a program together with the crate that was generated into `generated`. */
export async function compileCargo(
  { folder, cache, programs, run }: Workshop,
  program: string,
): Promise<void> {
  await cp(join(programs, "rust", program), folder, { recursive: true });
  const env = { CARGO_TARGET_DIR: join(cache, "cargo-target", program) };
  await run(["cargo", "build", "--quiet", "--locked"], { env });
  await cp(join(env.CARGO_TARGET_DIR, "debug/program"), join(folder, "program"));
}

/** Runs the built program. */
export function cargoRun({ folder }: Workshop): Command {
  return [join(folder, "program")];
}
