/** The table of all tools, as Markdown. */

import type { Runtime } from "./runtimes.ts";
import { type Step, steps, type ToolResult } from "./steps.ts";

/** A run of the matrix. */
export interface Matrix {
  /** The version of the contract. */
  readonly contract: string;
  /** Runtimes of the machine, in their own words. */
  readonly runtimes: Readonly<Partial<Record<Runtime, string>>>;
  readonly tools: readonly ToolResult[];
}

const headings: Readonly<Record<Step, string>> = {
  install: "Install",
  generate: "Read, generate",
  compile: "Compile",
  create: "Create",
  get: "Get",
  list: "List",
  patch: "Patch, 200",
  patchWithoutBody: "Patch, 204",
  error: "Error",
};

const symbols = { passed: "yes", failed: "**no**", "not run": "not run" } as const;

/** How much of a message goes into the page. */
const maxMessage = 300;

/** The report as a page of its own. */
export function matrixPage(matrix: Matrix): string {
  return `${["# Tools that read the contract", ...matrixSections(matrix)].join("\n\n")}\n`;
}

/** The table, what each tool loses, and why a step failed or was not run: paragraphs of Markdown, with headings of level 2. */
export function matrixSections({ contract, runtimes, tools }: Matrix): string[] {
  const shown = steps.filter((step) => step !== "install");
  const header = ["Tool", "Version", "Reads", ...shown.map((step) => headings[step])];
  const rows = tools.map((tool) => [
    tool.name,
    tool.version,
    `\`${tool.reads}\``,
    ...shown.map((step) => {
      const outcome = tool.steps[step];
      return outcome ? symbols[outcome.status] : "–";
    }),
  ]);
  return [
    `Contract ${contract}. Each tool reads the published document and generates; its code is compiled, and a small program makes a round trip against the sandbox: create, get, list with \`$filter\`, \`$top\` and \`$count\`, patch with \`If-Match\` and \`Prefer\`, patch without a response body, and an error. "–" is a step that the tool does not have.`,
    [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
    `Run with ${Object.values(runtimes).join("; ")}.`,
    "## What is lost",
    tools
      .filter(({ losses }) => losses.length > 0)
      .map(({ name, losses }) => `- **${name}**: ${losses.join(" ")}`)
      .join("\n"),
    ...problems(tools),
  ];
}

function problems(tools: readonly ToolResult[]): string[] {
  const lines = tools.flatMap(({ name, steps: outcomes }) => {
    const reasons = new Map<string, Step[]>();
    for (const step of steps) {
      const outcome = outcomes[step];
      if (!outcome || outcome.status === "passed") continue;
      const text =
        outcome.status === "failed" ? `failed: ${shorten(outcome.message)}` : `not run: ${outcome.reason}`;
      reasons.set(text, [...(reasons.get(text) ?? []), step]);
    }
    return [...reasons].map(
      ([text, of]) => `- **${name}**, ${of.map((step) => headings[step]).join(", ")}, ${text}`,
    );
  });
  return lines.length > 0 ? ["## What failed or was not run", lines.join("\n")] : [];
}

/** The end of a message in one line, without folders of the machine. */
function shorten(message: string): string {
  const line = message
    .replaceAll(/\s+/g, " ")
    .replaceAll("|", "\\|")
    .replaceAll(/[^\s"'(]*\/packages\/tools\//g, "");
  return line.length > maxMessage ? `… ${line.slice(-maxMessage)}` : line;
}
