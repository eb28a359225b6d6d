/** What .githooks/pre-commit runs, in the root of the working tree. */
import { lintStaged } from "./hooks/lint-staged.ts";

const issues = await lintStaged(process.cwd());
if (issues.length > 0) {
  console.error(`${issues.join("\n\n")}\n\nNot committed. To repair what can be: npx --yes pnpm@12 format`);
  process.exitCode = 1;
}
