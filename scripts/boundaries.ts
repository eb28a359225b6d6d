/** Part of `pnpm lint`: fails when a package imports another's files by a relative path. */
import { repositoryRoot } from "@partner-referrals/support/repository";
import { findForeignPaths } from "./repository/boundaries.ts";

const found = findForeignPaths(repositoryRoot);
if (found.length > 0) {
  console.error(`${found.join("\n")}\n\nImport another package by its name; its package.json has "exports".`);
  process.exitCode = 1;
}
