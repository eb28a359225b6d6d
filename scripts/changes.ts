/** `pnpm changes`: what changed in the contract since its last version, and whether the changesets say so. */

import { repositoryRoot } from "@partner-referrals/support/repository";
import { reportChanges } from "./release/changes-report.ts";
import { readCommandLine, rejectPositionals } from "./repository/command-line.ts";

const usage = `Usage: npx --yes pnpm@12 changes [--write]

Lists what changed in the contract since its last version. Fails when a changeset is missing or too small.

  --write  write the changeset that is missing`;

const options = { write: { type: "boolean", default: false } } as const;
const flags = readCommandLine(usage, options, ({ values, positionals }) => {
  rejectPositionals(positionals);
  return { write: values.write };
});

await reportChanges(repositoryRoot, flags).then(
  ({ ok, text }) => {
    console.log(text);
    process.exitCode = ok ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
