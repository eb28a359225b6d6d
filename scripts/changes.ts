/** `pnpm changes`: what changed in the contract since its last version, and whether the changesets say so. */
import { parseArgs } from "node:util";
import { reportChanges } from "./release/changes-report.ts";
import { repositoryRoot } from "./repository/environment.ts";

const usage = `Usage: npx --yes pnpm@12 changes [--write]

Lists what changed in the contract since its last version. Fails when a changeset is missing or too small.

  --write  write the changeset that is missing`;

function readFlags(): { write: boolean } {
  const options = {
    write: { type: "boolean", default: false },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    if (!values.help) return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
  console.log(usage);
  process.exit(0);
}

await reportChanges(repositoryRoot, readFlags()).then(
  ({ ok, text }) => {
    console.log(text);
    process.exitCode = ok ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
