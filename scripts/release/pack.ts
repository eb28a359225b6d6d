/** Makes what is published: builds the packages in a copy of the repository and packs them. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import type { PublishedPackage } from "@partner-referrals/support/packages";
import { childEnvironment } from "@partner-referrals/support/repository";
import { spawnTurborepo } from "../repository/turborepo.ts";

const run = promisify(execFile);

/** Runs pnpm in a repository, for some packages, and returns what it printed. */
export async function pnpm(
  root: string,
  packages: readonly PublishedPackage[],
  ...args: readonly string[]
): Promise<string> {
  const filters = packages.map(({ name }) => `--filter=${name}`);
  const options = { cwd: root, env: childEnvironment(root), maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run("pnpm", [...filters, ...args], options);
  return stdout;
}

/** Builds packages and what they need. */
export async function buildPackages(root: string, packages: readonly PublishedPackage[]): Promise<void> {
  const filters = packages.map(({ name }) => `--filter=${name}`);
  const turborepo = spawnTurborepo(["run", "build", ...filters], { root, stdio: ["ignore", "pipe", "pipe"] });
  if (!turborepo.stdout || !turborepo.stderr) throw new Error("Turborepo was started without its output.");
  const output = Promise.all([text(turborepo.stdout), text(turborepo.stderr)]);
  const [code] = await once(turborepo, "close");
  if (code !== 0) throw new Error(`The packages do not build:\n${(await output).join("\n")}`);
}

/** The name of the tarball of a package. */
export function tarballName({ name, version }: PublishedPackage): string {
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

/** Packs packages into `folder`, and returns the SHA-256 of each tarball by its name. */
export async function pack(
  root: string,
  packages: readonly PublishedPackage[],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  await pnpm(root, packages, "pack", "--pack-destination", folder);
  const hashes = packages.map(async (candidate): Promise<[string, string]> => {
    const file = tarballName(candidate);
    return [
      file,
      createHash("sha256")
        .update(await readFile(join(folder, file)))
        .digest("hex"),
    ];
  });
  return new Map(await Promise.all(hashes));
}
