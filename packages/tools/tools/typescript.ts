/** What the tools for TypeScript share: compiling with strict settings, and running what came of it. */
import { readFileSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getOwn } from "@partner-referrals/spec/model";
import { repositoryRoot } from "@partner-referrals/support/repository";
import type { Command, Workshop } from "../matrix/tool.ts";

/** The version of a package that this one depends on. Not every package lets its manifest be imported. */
export function packageVersion(name: string): string {
  const file = join(import.meta.dirname, "../node_modules", name, "package.json");
  return String(getOwn(JSON.parse(readFileSync(file, "utf8")), "version"));
}

/** The command of a package, in a Node of ours. */
export function bin(name: string): string {
  return join(import.meta.dirname, "../node_modules/.bin", name);
}

/** Puts a program beside what was generated, checks all of it, and bundles it. */
export async function compileProgram(workshop: Workshop, program: string): Promise<void> {
  const { folder, programs, run } = workshop;
  for (const file of ["round-trip.ts", program])
    await cp(join(programs, "typescript", file), join(folder, file));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    allowImportingTsExtensions: true,
    lib: ["es2022", "dom", "dom.iterable"],
    types: ["node"],
    skipLibCheck: true,
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
  await run([join(repositoryRoot, "node_modules/.bin/tsc"), "-p", "tsconfig.json"]);
  const options = ["--bundle", "--platform=node", "--format=esm", "--outfile=program.mjs"];
  await run([bin("esbuild"), program, ...options]);
}

/** Runs the bundled program. */
export function runProgram({ folder }: Workshop): Command {
  return [process.execPath, join(folder, "program.mjs")];
}
