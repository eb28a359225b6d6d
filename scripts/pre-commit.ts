/** What .githooks/pre-commit runs. */
import { lintStaged } from "./hooks/lint-staged.ts";
import { repositoryRoot } from "./repository/environment.ts";

const faults = await lintStaged(repositoryRoot);
if (faults.length > 0) {
  console.error(`${faults.join("\n\n")}\n\nNot committed. To repair what can be: npx --yes pnpm@12 format`);
  process.exitCode = 1;
}
