/** The command line of the commands that take the folder of a release. */
import { parseArgs } from "node:util";

/** Returns the one folder that is named, or ends the process with the usage. */
export function readFolder(usage: string): string {
  const options = { help: { type: "boolean", short: "h" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [folder, ...others] = positionals;
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    if (folder && others.length === 0) return folder;
    throw new Error("Name one folder, that of release:dry --out.");
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
