/**
 * Publishes the tarballs of a release, those that the registry does not have yet. It needs Node and npm only, nothing
 * installed: no code of others runs where the right to publish is.
 */
import { spawnSync } from "node:child_process";
import { type PackedPackage, parseFolder, tarballsIn } from "./release/tarball.ts";
import { readCommandLine } from "./repository/command-line.ts";

const usage = `Usage: node scripts/release-publish.ts [--without-provenance] <folder>

Publishes the tarballs in the folder that release:dry --out made, with provenance. Skips what is published.

  --without-provenance  for the first version of a package, which npm lets no workflow publish`;

const options = { "without-provenance": { type: "boolean", default: false } } as const;
const { folder, provenance } = readCommandLine(usage, options, ({ values, positionals }) => ({
  folder: parseFolder(positionals),
  provenance: values["without-provenance"] ? [] : ["--provenance"],
}));

function isPublished({ name, version }: PackedPackage): boolean {
  const { status, stdout, stderr } = spawnSync("npm", ["view", `${name}@${version}`, "version", "--json"], {
    encoding: "utf8",
  });
  if (status === 0) return stdout.trim() !== "";
  // A package or version that does not exist; anything else must not pass for that.
  if (`${stdout}${stderr}`.includes("E404")) return false;
  throw new Error(`The registry does not say whether ${name} ${version} is published:\n${stderr}`);
}

function publish(target: PackedPackage): void {
  const args = ["publish", target.file, ...provenance, "--access=public", "--ignore-scripts"];
  const { status } = spawnSync("npm", args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`npm did not publish ${target.name} ${target.version}.`);
}

try {
  for (const target of await tarballsIn(folder)) {
    const known = isPublished(target);
    console.log(`${target.name} ${target.version}: ${known ? "is published already" : "publishing"}`);
    if (!known) publish(target);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
