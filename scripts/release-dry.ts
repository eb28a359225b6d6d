/** `pnpm release:dry`: makes a release as it would be published, checks it, and leaves the work tree alone. */
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeRelease, type Release } from "./release/dry-run.ts";
import { tarballName } from "./release/pack.ts";
import { readCommandLine, rejectPositionals } from "./repository/command-line.ts";

const usage = `Usage: npx --yes pnpm@12 release:dry [--out <folder>] [--committed]

Sets versions, builds and packs twice in copies of the repository, checks the tarballs, and prints what it made.

  --out <folder>  keep the tarballs, bills of materials, notices and notes there
  --committed     fail when changesets still wait, as before publishing`;

interface Flags {
  readonly out: string | undefined;
  readonly committed: boolean;
}

const options = { out: { type: "string" }, committed: { type: "boolean", default: false } } as const;
const flags: Flags = readCommandLine(usage, options, ({ values, positionals }) => {
  rejectPositionals(positionals);
  if (values.out === "") throw new Error("--out must name a folder.");
  return { out: values.out, committed: values.committed };
});

/** The folder to keep, or one that goes away. */
function outputFolder(out: string | undefined): string {
  if (out !== undefined) return resolve(process.env.INIT_CWD ?? "", out);
  const folder = mkdtempSync(join(tmpdir(), "partner-referrals-release-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function main({ out, committed }: Flags): Promise<void> {
  const folder = outputFolder(out);
  if (out !== undefined && (await readdir(folder).catch(() => [])).length > 0) {
    throw new Error(`${folder} is not empty. Choose another folder with --out.`);
  }
  const progress = (step: string) => console.log(`… ${step}`);
  await summarize(folder, await makeRelease({ folder, committed, progress }));
  if (out !== undefined) console.log(`\nAll of it is in ${folder}.`);
}

async function summarize(folder: string, { packages, versions, hashes }: Release): Promise<void> {
  console.log(versions.length === 0 ? "\nNo changeset waits: the versions stay.\n" : "");
  for (const published of packages) {
    const from = versions.find(({ name }) => name === published.name)?.from;
    const file = tarballName(published);
    const { size } = await stat(join(folder, file));
    const version = from === undefined ? published.version : `${from} -> ${published.version}`;
    const hash = hashes.get(file)?.slice(0, 16);
    console.log(`${published.name.padEnd(28)} ${version.padEnd(16)} ${kilobytes(size)}  sha256 ${hash}…`);
  }
  console.log("\nBoth copies led to the same bytes; every tarball has what belongs in it and nothing else.");
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
}

await main(flags).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
