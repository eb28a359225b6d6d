/** The page for those who use the contract with other tools: its formats, and what each tool makes of it. */

import { publishedMatrix } from "@partner-referrals/tools/published";
import { markdownTable, paragraphs } from "../content/markdown.ts";
import type { Page } from "./page.ts";

/** The formats, and what the files of the two documents are called without their ending. */
const formats = [
  { name: "OpenAPI 3.1", file: "openapi", events: "event-registration", report: false },
  {
    name: "OpenAPI 3.0.3",
    file: "openapi-3.0",
    events: "event-registration.openapi-3.0",
    report: true,
  },
  { name: "Swagger 2.0", file: "swagger-2.0", events: "event-registration.swagger-2.0", report: true },
] as const;

/** Documents in older formats and their reports, under the names that the spec package gives them. */
export const convertedDownloads: readonly string[] = formats
  .filter(({ report }) => report)
  .flatMap(({ file, events }) => [file, events])
  .flatMap((file) => [`${file}.json`, `${file}.report.json`, `${file}.report.md`]);

export function toolsPage(): Page {
  return {
    path: "reference/tools",
    kind: "reference",
    title: "Tools and older formats",
    description:
      "The contract as OpenAPI 3.1, OpenAPI 3.0.3 and Swagger 2.0, and what code generators and other tools make of it.",
    body: (format) => {
      const text = paragraphs([
        "## Formats",
        "All formats are built from the same sources. A report says what an older format had to drop, and why.",
        markdownTable(
          ["Format", "Referrals", "Event registration"],
          formats.map(({ name, file, events, report }) => [name, links(file, report), links(events, report)]),
        ),
        "## What tools make of it",
        ...publishedMatrix(),
      ]);
      // Names of formats stand in every line; who searches for one means the overview of the reference.
      return format === "html" ? `<div data-pagefind-weight="0.1">\n\n${text}\n\n</div>` : text;
    },
  };
}

function links(file: string, hasReport: boolean): string {
  const files = hasReport ? [`${file}.json`, `${file}.report.md`, `${file}.report.json`] : [`${file}.json`];
  return files.map((name) => `[${name}](file:${name})`).join(", ");
}
