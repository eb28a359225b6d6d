/** What tools need on the machine besides npm packages. */
import { spawnSync } from "node:child_process";

/** How each runtime says its version. */
const versionCommands = {
  python: ["python3", "--version"],
  java: ["java", "-version"],
  maven: ["mvn", "--version"],
  go: ["go", "version"],
  cargo: ["cargo", "--version"],
} as const;

export type Runtime = keyof typeof versionCommands;

/** The versions of the runtimes that the machine has, in their own words. */
export function findRuntimes(): ReadonlyMap<Runtime, string> {
  const found = new Map<Runtime, string>();
  for (const [runtime, [command, argument]] of Object.entries(versionCommands)) {
    const { status, stdout, stderr } = spawnSync(command, [argument], { encoding: "utf8" });
    const [line = ""] = `${stdout}${stderr}`.trim().split("\n");
    // A cast, because `entries` forgets which names there are.
    if (status === 0) found.set(runtime as Runtime, plainText(line));
  }
  return found;
}

/** Text without the codes that colour it in a terminal. */
function plainText(text: string): string {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "").trim();
}
