/** Makes a release in temporary copies of the repository, twice, and checks it. */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type PublishedPackage, publishedPackages } from "@partner-referrals/support/packages";
import { childEnvironment } from "@partner-referrals/support/repository";
import { createWorkingCopy, type WorkingCopy } from "../repository/working-copy.ts";
import { pendingBumps } from "./changesets.ts";
import { thirdPartyNotices } from "./notices.ts";
import { buildPackages, pack, tarballName } from "./pack.ts";
import { writeSboms } from "./sbom.ts";
import { setVersions, type VersionChange } from "./version.ts";

const run = promisify(execFile);

export interface Release {
  readonly packages: readonly PublishedPackage[];
  /** What the changesets turned into. Empty when none waits. */
  readonly versions: readonly VersionChange[];
  /** The SHA-256 of each tarball. */
  readonly hashes: ReadonlyMap<string, string>;
}

export interface ReleaseOptions {
  /** Where the tarballs and what belongs to them are put. */
  readonly folder: string;
  /** Refuse changesets that wait: what is published must be what is committed. */
  readonly committed: boolean;
  /** Told what is done next. */
  readonly progress: (step: string) => void;
}

/** @throws Error that says which check failed. The work tree stays as it is. */
export async function makeRelease({ folder, committed, progress }: ReleaseOptions): Promise<Release> {
  progress("copying the repository, twice");
  const copies = await Promise.all([createWorkingCopy(), createWorkingCopy()]);
  try {
    const [first, second] = copies;
    if (committed && (await pendingBumps(first.root)).size > 0) {
      throw new Error("Changesets wait. Set the versions and commit them: npx --yes pnpm@12 release:version");
    }
    await mkdir(folder, { recursive: true });
    progress("setting versions, building and packing in one copy");
    // Midnight may pass between the two.
    const date = new Date().toISOString().slice(0, 10);
    const release = await packIn(first, folder, date);
    progress("the same in the other");
    const again = await packIn(second, join(second.root, "packed"), date);
    const differing = [...release.hashes].filter(([file, hash]) => again.hashes.get(file) !== hash);
    if (differing.length > 0) {
      throw new Error(`Not the same when made twice: ${differing.map(([file]) => file).join(", ")}`);
    }
    progress("checking the contents of the tarballs, with publint and are-the-types-wrong");
    await checkTarballs(first.root);
    progress("writing bills of materials, notices and notes");
    await writeSboms(first.root, release.packages, folder);
    await writeNotices(first.root, release.packages, folder);
    const sums = [...release.hashes].map(([file, hash]) => `${hash}  ${file}\n`);
    await writeFile(join(folder, "SHA256SUMS"), sums.join(""));
    return release;
  } finally {
    await Promise.all(copies.map((copy) => copy.remove()));
  }
}

async function packIn({ root }: WorkingCopy, folder: string, date: string): Promise<Release> {
  await buildPackages(root, await publishedPackages(root));
  const versions = await setVersions(root, date);
  const packages = await publishedPackages(root);
  if (versions.length > 0) await buildPackages(root, packages);
  return { packages, versions, hashes: await pack(root, packages, folder) };
}

/** The file lists and the rules for tarballs are tests of the package that installs them. */
async function checkTarballs(root: string): Promise<void> {
  const args = ["--test", "--test-isolation=none", "test/tarballs.test.ts"];
  try {
    await run(process.execPath, args, { cwd: join(root, "packages/runtimes"), env: childEnvironment(root) });
  } catch (error) {
    // The tests print to standard output.
    const output = error instanceof Error && "stdout" in error && error.stdout ? error.stdout : error;
    throw new Error(`A tarball is not as it should be:\n${output}`);
  }
}

async function writeNotices(
  root: string,
  packages: readonly PublishedPackage[],
  folder: string,
): Promise<void> {
  for (const published of packages) {
    const name = tarballName(published).replace(/\.tgz$/, "");
    const notices = await thirdPartyNotices(root, published);
    if (notices) await writeFile(join(folder, `${name}.THIRD-PARTY-NOTICES.md`), notices);
    const changelog = await readFile(join(root, published.folder, "CHANGELOG.md"), "utf8");
    const [, newest = ""] = changelog.split(/^## .*$/m);
    await writeFile(join(folder, `${name}.notes.md`), `${newest.trim()}\n`);
  }
}
