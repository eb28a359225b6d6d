/** What a tarball says of itself. */
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface PackedPackage {
  /** The path of the tarball. */
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** The names of the packages it needs. */
  readonly dependencies: readonly string[];
}

/** The tarballs in a folder, each after those that it needs. */
export async function tarballsIn(folder: string): Promise<PackedPackage[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".tgz")).sort();
  const packages = await Promise.all(files.map((file) => readTarball(join(folder, file))));
  const ordered: PackedPackage[] = [];
  const add = (target: PackedPackage): void => {
    if (ordered.includes(target)) return;
    for (const name of target.dependencies) {
      const needed = packages.find((candidate) => candidate.name === name);
      if (needed) add(needed);
    }
    ordered.push(target);
  };
  for (const target of packages) add(target);
  return ordered;
}

async function readTarball(file: string): Promise<PackedPackage> {
  const { stdout } = await run("tar", ["-xzOf", file, "package/package.json"]);
  const { name, version, dependencies = {} } = JSON.parse(stdout);
  return { file, name, version, dependencies: Object.keys(dependencies) };
}

/** The path of a file that was made beside a tarball. */
export function sibling({ file }: PackedPackage, ending: string): string {
  return join(file, "..", basename(file, ".tgz") + ending);
}

/** The one folder that a command line names. */
export function parseFolder(named: readonly string[]): string {
  const [folder, ...others] = named;
  if (folder && others.length === 0) return folder;
  throw new Error("Name one folder, that of release:dry --out.");
}
