/** Runs before anything else, on any Node that knows modules: it must stay free of newer syntax and imports. */
import { readFileSync } from "node:fs";

/**
 * Ends the process with one line when this Node is older than the `engines.node` of a package, such as `>=24.18`.
 *
 * @param manifest the `package.json` of the command
 */
export function requireNode(manifest: URL): void {
  const { name, engines } = JSON.parse(readFileSync(manifest, "utf8"));
  const [major = 0, minor = 0] = numbersOf(engines.node);
  const [actualMajor = 0, actualMinor = 0] = numbersOf(process.versions.node);
  if (actualMajor > major || (actualMajor === major && actualMinor >= minor)) return;
  const required = minor === 0 ? major : `${major}.${minor}`;
  process.stderr.write(`${name} needs Node ${required} or newer. This is Node ${process.versions.node}.\n`);
  process.exit(1);
}

function numbersOf(version: string): number[] {
  return version.replace(/^\D+/, "").split(".").map(Number);
}
