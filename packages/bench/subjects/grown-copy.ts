/** A copy of the repository whose sandbox and docs read another contract than its sources make. */
import { copyFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, describeFailure } from "@partner-referrals/scripts/build";
import { createWorkingCopy } from "@partner-referrals/scripts/working-copy";
import type { JsonObject } from "@partner-referrals/spec/model";

export interface GrownCopy {
  /** The folder of a package, such as `docs`. */
  folder(name: string): string;
  /** Puts a contract in place of the built one. */
  write(contract: JsonObject): Promise<void>;
  /** Gives the copies of each operation the code sample of the original, which the docs need. */
  copySamples(times: number): Promise<void>;
  remove(): Promise<void>;
}

export async function createGrownCopy(): Promise<GrownCopy> {
  const { root, remove } = await createWorkingCopy();
  const outcome = await build({ root });
  if (!outcome.ok) throw new Error(describeFailure(outcome));
  const samples = join(root, "packages/docs/reference/client-samples");
  const originals = await readdir(samples);
  return {
    folder: (name) => join(root, "packages", name),
    write: (contract) => writeFile(join(root, "spec/dist/contract.json"), JSON.stringify(contract)),
    async copySamples(times) {
      for (let number = 1; number < times; number++) {
        for (const file of originals) {
          await copyFile(join(samples, file), join(samples, file.replace(".ts", `Copy${number}.ts`)));
        }
      }
    },
    remove,
  };
}
