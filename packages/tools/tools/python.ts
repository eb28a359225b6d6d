/** Python: environments with exact versions, and programs in them. */
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command, Workshop } from "../matrix/tool.ts";

/** The folder of an environment. */
function environment({ cache }: Workshop, name: string): string {
  return join(cache, `python-${name}`);
}

/** Creates an environment with what `programs/python/<name>.txt` lists, unless it has just that. */
export async function createEnvironment(workshop: Workshop, name: string): Promise<void> {
  const folder = environment(workshop, name);
  const requirements = join(workshop.programs, "python", `${name}.txt`);
  const stamp = join(folder, "requirements.txt");
  const wanted = await readFile(requirements, "utf8");
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === wanted) return;
  await workshop.run(["python3", "-m", "venv", "--clear", folder]);
  const options = ["--disable-pip-version-check", "--no-input", "--quiet"];
  await workshop.run([join(folder, "bin/pip"), "install", ...options, "-r", requirements]);
  await writeFile(stamp, wanted);
}

/** A command that the environment has. */
export function pythonCommand(workshop: Workshop, name: string, command: string, ...args: string[]): Command {
  return [join(environment(workshop, name), "bin", command), ...args];
}

/** Runs a program in the tool's folder. */
export function pythonRun(workshop: Workshop, name: string, program: string): Command {
  return pythonCommand(workshop, name, "python", join(workshop.folder, program));
}

/** The version that a requirements file pins. */
export function pinnedVersion(requirements: string, name: string): string {
  const line = requirements.split("\n").find((one) => one.startsWith(`${name}==`));
  if (!line) throw new Error(`No version of ${name} is pinned.`);
  return line.slice(name.length + 2).trim();
}

/** Puts the programs beside the package `referrals` that was generated, and compiles it. */
export async function compilePackage({ folder, programs, run }: Workshop): Promise<void> {
  await cp(join(programs, "python"), folder, { recursive: true });
  await cp(join(folder, "generated/referrals"), join(folder, "referrals"), { recursive: true });
  await run(["python3", "-m", "compileall", "-q", "referrals"]);
}
