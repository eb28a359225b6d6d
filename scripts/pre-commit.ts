/** What .githooks/pre-commit runs, in the root of the working tree. */
import { lintStaged } from "./hooks/lint-staged.ts";

const faults = await lintStaged(process.cwd());
if (faults.length > 0) {
  console.error(`${faults.join("\n\n")}\n\nNot committed. To repair what can be: npx --yes pnpm@12 format`);
  process.exitCode = 1;
}
