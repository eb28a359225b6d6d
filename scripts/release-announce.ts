/** Tags each package of a release on GitHub, with its notes and files. Skips what is tagged. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type PackedPackage, parseFolder, sibling, tarballsIn } from "./release/tarball.ts";
import { readCommandLine } from "./repository/command-line.ts";

const usage = `Usage: node scripts/release-announce.ts <folder>

Makes a GitHub release of each tarball in the folder that release:dry --out made. Needs gh, and GITHUB_SHA.`;

function announce(target: PackedPackage, commit: string): void {
  const tag = `${target.name}@${target.version}`;
  if (spawnSync("gh", ["release", "view", tag], { stdio: "ignore" }).status === 0) {
    console.log(`${tag}: is announced already`);
    return;
  }
  const files = ["", ".cdx.json", ".THIRD-PARTY-NOTICES.md"]
    .map((ending) => (ending === "" ? target.file : sibling(target, ending)))
    .filter((file) => existsSync(file));
  const options = ["--title", tag, "--target", commit, "--notes-file", sibling(target, ".notes.md")];
  const { status } = spawnSync("gh", ["release", "create", tag, ...files, ...options], { stdio: "inherit" });
  if (status !== 0) throw new Error(`gh did not make a release of ${tag}.`);
}

const folder = readCommandLine(usage, {}, ({ positionals }) => parseFolder(positionals));
try {
  const commit = process.env.GITHUB_SHA;
  if (!commit) throw new Error("GITHUB_SHA must name the commit that the release was made from.");
  for (const target of await tarballsIn(folder)) announce(target, commit);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
