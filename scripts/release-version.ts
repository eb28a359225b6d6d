/** `pnpm release:version`: turns the changesets that wait into versions and changelogs, to be committed. */

import { repositoryRoot } from "@partner-referrals/support/repository";
import { setVersions } from "./release/version.ts";
import { build, describeFailure } from "./repository/build.ts";

async function main(): Promise<void> {
  const outcome = await build();
  if (!outcome.ok) throw new Error(describeFailure(outcome));
  const versions = await setVersions(repositoryRoot);
  if (versions.length === 0) console.log("No changeset waits: the versions stay.");
  for (const { name, from, to } of versions) console.log(`${name.padEnd(28)} ${from} -> ${to}`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
