/** The page that says how to report a difference between the contract and the service. */
import type { Page } from "./page.ts";

/** @param repository the address of the project's repository, if it is known */
export function reportPage(repository: string | undefined): Page {
  const where = repository
    ? `Open an issue with the template *The contract is wrong* in [the repository](${repository}).`
    : "Open an issue with the template *The contract is wrong* in the repository that you have this project from.";
  return {
    path: "report-a-difference",
    kind: "about",
    title: "Report a difference",
    description: "What to report when the service behaves differently from the contract, and where.",
    body: () =>
      [
        "Nothing in the contract was tried against production. If you see the service behave differently, your report",
        "makes the contract better.\n",
        "## What to include\n",
        "- The operation or the schema, such as `updateReferral`.",
        "- What the service does: best a line that the [validation proxy](page:guides/test-your-integration) logged, which",
        "  names the operation, the location, and the rule, and holds no values.",
        "- When you saw it.\n",
        "Leave out tokens, names, and addresses.\n",
        "## Where\n",
        where,
      ].join("\n"),
  };
}
