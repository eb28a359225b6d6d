/** Go: a module of `programs/go`, in which the generated package is a folder. */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { Command, Workshop } from "../matrix/tool.ts";

/** Builds a program together with what was generated into `generated`. */
export async function compileGo({ folder, programs, run }: Workshop, program: string): Promise<void> {
  await cp(join(programs, "go", program), folder, { recursive: true });
  await run(["go", "build", "-o", "program", "."]);
}

/** Runs the built program. */
export function goRun({ folder }: Workshop): Command {
  return [join(folder, "program")];
}
