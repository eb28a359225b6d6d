import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { run } from "./command.ts";
import { workspace } from "./workspace.ts";

/** The packages that are published, by the folder they are in. */
export const published = {
  spec: "spec",
  types: "packages/types",
  client: "packages/client",
  server: "packages/server",
  mock: "packages/mock",
  sandbox: "packages/sandbox",
  verify: "packages/verify",
} as const;

export type Published = keyof typeof published;

/** What `package.json` says that matters here. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface Tarball {
  readonly file: string;
  /** Where it is unpacked. */
  readonly folder: string;
  /** The paths of its files, sorted. */
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

let packed: Promise<string> | undefined;
const unpacked = new Map<Published, Promise<Tarball>>();

/** The tarball of a package as it would be published, made and unpacked once. */
export function tarball(name: Published): Promise<Tarball> {
  packed ??= packAll();
  const known = unpacked.get(name) ?? packed.then((folder) => unpack(folder, name));
  unpacked.set(name, known);
  return known;
}

async function packAll(): Promise<string> {
  const folder = join(workspace, "tarballs");
  const filters = Object.keys(published).map((name) => `--filter=@partner-referrals/${name}`);
  await run("pnpm", [...filters, "pack", "--pack-destination", folder], { cwd: repositoryRoot });
  return folder;
}

async function unpack(tarballs: string, name: Published): Promise<Tarball> {
  const file = readdirSync(tarballs).find((file) => file.startsWith(`partner-referrals-${name}-`));
  if (!file) throw new Error(`pnpm made no tarball of ${name}.`);
  const path = join(tarballs, file);
  const parent = join(workspace, "unpacked", name);
  mkdirSync(parent, { recursive: true });
  await run("tar", ["-xzf", path, "-C", parent], { cwd: parent });
  const folder = join(parent, "package");
  return { file: path, folder, files: filesIn(folder), manifest: readManifest(folder) };
}

/** The paths of all files below a folder, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
