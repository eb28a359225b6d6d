import type { Report } from "../verifier.ts";
import { asHtml } from "./html.ts";
import { asJunit } from "./junit.ts";
import { asMarkdown } from "./markdown.ts";
import { asSarif } from "./sarif.ts";

/** Reports by format. `json` is what `pnpm evidence import` reads. */
export const formats: Readonly<
  Record<"markdown" | "html" | "json" | "junit" | "sarif", (report: Report) => string>
> = {
  markdown: asMarkdown,
  html: asHtml,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  junit: asJunit,
  sarif: asSarif,
};

export type ReportFormat = keyof typeof formats;
