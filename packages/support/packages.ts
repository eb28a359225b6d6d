/** The packages that are published. */
import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, relative to the repository. */
  readonly folder: string;
}

/** The package that has the contract. */
export const contractPackage = "@partner-referrals/spec";

/** Every package of the repository at `root` that is not private, by name. */
export async function publishedPackages(root: string): Promise<PublishedPackage[]> {
  const packages: PublishedPackage[] = [];
  for await (const file of glob(["spec/package.json", "packages/*/package.json"], { cwd: root })) {
    const manifest = JSON.parse(await readFile(join(root, file), "utf8"));
    if (manifest.private === true) continue;
    packages.push({ name: manifest.name, version: manifest.version, folder: dirname(file) });
  }
  return packages.sort((one, other) => one.name.localeCompare(other.name));
}
