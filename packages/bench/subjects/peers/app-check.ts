/** What TypeScript has to do to check the little app of a client. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { appFile } from "./app-bundle.ts";
import { generatedFolder } from "./generate.ts";

const run = promisify(execFile);
/** The repository's own compiler: this package has an older one, for the generators. */
const typescript = dirname(
  createRequire(join(repositoryRoot, "package.json")).resolve("typescript/package.json"),
);

const compilerOptions = {
  strict: true,
  target: "es2023",
  lib: ["es2023", "dom", "dom.iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
  skipLibCheck: true,
};

export interface CheckCost {
  readonly instantiations: number;
  readonly milliseconds: number;
}

/** Type-checks the app as its author would. Throws when it does not compile. */
export async function checkApp(name: string): Promise<CheckCost> {
  const folder = join(generatedFolder, "check", name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [appFile(name)] }));
  const args = [join(typescript, "bin/tsc"), "--extendedDiagnostics", "-p", folder];
  const { stdout } = await run(process.execPath, args).catch((error: { stdout: string }) => {
    throw new Error(`The app of ${name} does not compile:\n${error.stdout}`);
  });
  return {
    instantiations: diagnostic(stdout, "Instantiations"),
    milliseconds: 1000 * diagnostic(stdout, "Check time"),
  };
}

function diagnostic(output: string, label: string): number {
  const value = new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1];
  if (value === undefined) throw new Error(`TypeScript printed no ${label}.`);
  return Number(value);
}
