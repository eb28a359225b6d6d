/** The pages that are made from the contract, and the links of all pages. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { OpenApiDocument } from "@partner-referrals/spec/model";
import { readGuides } from "../content/guides.ts";
import { referencePages } from "../reference/pages.ts";
import { operationSamples, writeSamples } from "../reference/samples/samples.ts";
import { writeTryItFiles } from "../reference/try-it.ts";
import { samplesFolder } from "./folders.ts";
import { type LinkResolver, linkResolver } from "./links.ts";
import { llmsFile, llmsFullFile } from "./llms-txt.ts";
import { guideOrder } from "./navigation.ts";
import type { Page, PageSummary } from "./page.ts";
import { toolsPage } from "./tools-page.ts";
import { workflowPages } from "./workflows.ts";

/** Guides, reference and workflows, in their order. What their pages load is written to `publicFolder`. */
export async function contractPages(document: OpenApiDocument, publicFolder: string): Promise<Page[]> {
  const samples = await operationSamples(document);
  const [workflows, guides] = await Promise.all([
    workflowPages(document, join(publicFolder, "workflows")),
    readGuides(guideOrder, document),
    writeSamples(samples, samplesFolder),
    writeTryItFiles(document, publicFolder),
  ]);
  return [...guides, ...referencePages(document, samples), toolsPage(), ...workflows];
}

/** What resolves the links of `pages`, between them and to the files of `publicFolder`. */
export async function siteLinks(
  document: OpenApiDocument,
  pages: readonly PageSummary[],
  publicFolder: string,
): Promise<LinkResolver> {
  const files = [...(await readdir(publicFolder, { recursive: true })), llmsFile, llmsFullFile];
  return linkResolver(document, pages, files);
}
