/** What building leaves on disk. */
import { glob, rm } from "node:fs/promises";
import { join, relative } from "node:path";

const packageFolders = ["spec", "scripts", "packages/*"];

/** The folders that tasks write to, as `outputs` in turbo.json names them. */
export const outputFolders = ["dist", "generated"] as const;

/** What one step of a build leaves to the next, and tools to themselves. */
export const cacheFolders = [".build", ".astro"] as const;

/** Turborepo's cache and logs. */
export const cacheFolder = ".turbo";

/** Removes the folders named `names` from the root and from every package. */
export async function removeBuilt(root: string, names: readonly string[]): Promise<void> {
  const folders = [""];
  for await (const folder of glob(packageFolders, { cwd: root })) folders.push(folder);
  for (const folder of folders) {
    for (const name of names) await rm(join(root, folder, name), { recursive: true, force: true });
  }
}

/** The paths, relative to `root`, of all files in the output folders. */
export async function listBuiltFiles(root: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of glob(
    packageFolders.flatMap((folder) => outputFolders.map((name) => `${folder}/${name}/**`)),
    { cwd: root, withFileTypes: true },
  )) {
    if (entry.isFile()) files.push(relative(root, join(entry.parentPath, entry.name)));
  }
  return files.sort();
}
