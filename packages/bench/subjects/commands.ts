/** The servers that are measured, as arguments for `node`. */

import { createRequire } from "node:module";
import { join } from "node:path";
import { contractFile } from "@partner-referrals/spec/model";

const require = createRequire(import.meta.url);

export type Command = (port: number) => string[];

/** A file of this folder that starts a server on the port it is given. */
export function script(file: string): Command {
  return (port) => [join(import.meta.dirname, file), String(port)];
}

/** The command of a package of ours. */
export function ownCommand(name: "mock" | "sandbox"): Command {
  const manifestFile = require.resolve(`@partner-referrals/${name}/package.json`);
  const manifest: { bin: Record<string, string> } = require(manifestFile);
  const [file] = Object.values(manifest.bin);
  if (!file) throw new Error(`${name} has no command.`);
  return (port) => [join(manifestFile, "..", file), "--port", String(port)];
}

export const prismMock: Command = (port) => [
  require.resolve("@stoplight/prism-cli/dist/index.js"),
  ...["mock", contractFile, "--host", "127.0.0.1", "--port", String(port)],
];

/** Without a log in the user's home. */
export const mockoon: Command = (port) => [
  require.resolve("@mockoon/cli/bin/run.js"),
  ...["start", "--data", contractFile, "--hostname", "127.0.0.1", "--port", String(port)],
  ...["--disable-log-to-file", "--disable-admin-api"],
];
