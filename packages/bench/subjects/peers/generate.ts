/** Generates the peers' clients into `generated/`, from the same bundle as everything of ours. */

import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { contractFile } from "@partner-referrals/spec/model";
import { childEnvironment } from "@partner-referrals/support/repository";

const run = promisify(execFile);
const packageFolder = join(import.meta.dirname, "../..");

/** Where everything goes that a bench generates. */
export const generatedFolder = join(packageFolder, "generated");

/** The command of each generator; all that is not said is its default. */
const generators: Readonly<Record<string, readonly string[]>> = {
  "hey-api": ["openapi-ts", "--input", contractFile, "--output", join(generatedFolder, "hey-api")],
  orval: ["orval", "--config", join(import.meta.dirname, "orval.config.ts")],
  redocly: [
    "redocly",
    "generate-client",
    contractFile,
    "--output",
    join(generatedFolder, "redocly/client.ts"),
  ],
};

let generation: Promise<void> | undefined;

/** Generates all clients again, but only once in a run. */
export function generatePeers(): Promise<void> {
  generation ??= generate();
  return generation;
}

async function generate(): Promise<void> {
  await rm(generatedFolder, { recursive: true, force: true });
  await mkdir(generatedFolder, { recursive: true });
  for (const [command = "", ...args] of Object.values(generators)) {
    const file = join(packageFolder, "node_modules/.bin", command);
    await run(file, args, { cwd: generatedFolder, env: childEnvironment() });
  }
}
