/** The table of what a newcomer waits for. */
import { availableParallelism, cpus, platform } from "node:os";
import type { Numbers } from "./measure.ts";

const rows: readonly (readonly [name: keyof Numbers, label: string, digits: number])[] = [
  ["packages", "packages installed by `start`", 0],
  ["mebibytes", "on disk, MiB", 0],
  ["linesBefore", "lines before the addresses", 0],
  ["exampleColdSeconds", "`start`: a referral can be created, empty store, s", 1],
  ["upColdSeconds", "`start`: … and the docs are there, s", 1],
  ["exampleWarmSeconds", "`start`: a referral can be created, warm store, s", 1],
  ["upWarmSeconds", "`start`: … and the docs are there, s", 1],
  ["buildSeconds", "unchanged `build`, s", 2],
  ["bundleSeconds", "`dev`: a description is in the bundle, s", 1],
  ["typesSeconds", "`dev`: … in the types, s", 1],
  ["pageSeconds", "`dev`: … on its page, s", 1],
  ["testSeconds", "`test`, s", 0],
];

/** Markdown, with a column for each commit. */
export function toTable(columns: ReadonlyMap<string, Numbers>): string {
  const numbers = [...columns.values()];
  const lines = rows
    .filter(([name]) => numbers.some((column) => column[name] !== undefined))
    .map(([name, label, digits]) => {
      const cells = numbers.map((column) => column[name]?.toFixed(digits) ?? "–");
      return `| ${label} | ${cells.join(" | ")} |`;
    });
  return `# The first minute

${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${platform()}. Made by \`pnpm first-minute\`: each commit in new clones on the
same machine in one run, one measurement each but for the median of five unchanged builds.

| | ${[...columns.keys()].join(" | ")} |
|---|${numbers.map(() => "---:|").join("")}
${lines.join("\n")}
`;
}
