/** `pnpm clean`: removes what building made (dist, generated, .turbo) and nothing else. */
import { glob, rm } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "./repository/environment.ts";

const MADE_BY_BUILDING = ["dist", "generated", ".turbo"];

for await (const folder of glob([".", "spec", "scripts", "packages/*"], { cwd: repositoryRoot })) {
  for (const name of MADE_BY_BUILDING) {
    await rm(join(repositoryRoot, folder, name), { recursive: true, force: true });
  }
}
