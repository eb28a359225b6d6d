/** Writes everything that the site is made of: its pages as Markdown, its downloads, its navigation. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { contract, contractFile } from "@partner-referrals/spec/model";
import { stringify } from "yaml";
import { readGuides } from "../content/guides.ts";
import { referencePages } from "../reference/pages.ts";
import { operationSamples, writeSamples } from "../reference/samples/samples.ts";
import { writeTryItFiles } from "../reference/try-it.ts";
import { changelogPage } from "./changelog.ts";
import { navigationFile, pagesFolder, publicFolder, root, samplesFolder } from "./folders.ts";
import { type LinkResolver, linkResolver } from "./links.ts";
import { llmsFile, llmsFullFile, writeMarkdownFiles } from "./llms-txt.ts";
import { guideOrder, navigation } from "./navigation.ts";
import { packagePages } from "./packages.ts";
import type { Page } from "./page.ts";
import { postmanCollection } from "./postman.ts";
import { buildRedoc } from "./redoc.ts";
import { reportPage } from "./report-page.ts";
import { convertedDownloads, toolsPage } from "./tools-page.ts";
import { workflowPages } from "./workflows.ts";

const specFile = (name: string) => fileURLToPath(import.meta.resolve(`@partner-referrals/spec/${name}`));

/** Files of the spec package that readers can download under the same name. */
const downloads = [
  "openapi.yaml",
  "openapi.json",
  "event-registration.yaml",
  "event-registration.json",
  ...convertedDownloads,
];

/** Generates the site's input and returns its pages. */
export async function generate(): Promise<Page[]> {
  await rm(publicFolder, { recursive: true, force: true });
  for (const folder of [publicFolder, pagesFolder]) await mkdir(folder, { recursive: true });

  const samples = await operationSamples(contract);
  // First what runs in a process of its own.
  const redoc = buildRedoc(contractFile, join(publicFolder, "reference/redoc/index.html"));
  const [packages, workflows, guides, changelog] = await Promise.all([
    packagePages(),
    workflowPages(contract, join(publicFolder, "workflows")),
    readGuides(guideOrder, contract),
    changelogPage(),
    writeSamples(samples, samplesFolder),
    writeFile(
      join(publicFolder, "postman-collection.json"),
      `${JSON.stringify(postmanCollection(contract), null, 2)}\n`,
    ),
    ...downloads.map((file) => copyFile(specFile(file), join(publicFolder, file))),
    ...["favicon.svg", "preview.png"].map((file) =>
      copyFile(join(root, "site", file), join(publicFolder, file)),
    ),
    writeTryItFiles(contract, publicFolder),
    redoc,
  ]);
  const pages = [
    ...guides,
    ...referencePages(contract, samples),
    toolsPage(),
    ...workflows,
    ...packages,
    changelog,
    reportPage(process.env.DOCS_REPOSITORY),
  ];
  const files = [...(await readdir(publicFolder, { recursive: true })), llmsFile, llmsFullFile];
  const resolve = linkResolver(contract, pages, files);
  for (const page of pages) await writePage(page, resolve);
  await removeOtherPages(pages);
  await writeMarkdownFiles(pages, resolve, publicFolder, process.env.DOCS_URL);
  await writeFile(navigationFile, JSON.stringify(navigation(contract, pages), null, 2));
  return pages;
}

async function writePage(page: Page, resolve: LinkResolver): Promise<void> {
  const { path, title, description, kind, deprecated, tableOfContents = true, chapter = false } = page;
  const frontmatter = stringify({
    title,
    description,
    kind,
    ...(deprecated ? { deprecated } : {}),
    ...(tableOfContents ? {} : { tableOfContents: false }),
    ...(chapter ? {} : { prev: false, next: false }),
  });
  const text = `---\n${frontmatter}---\n\n${resolve(page, page.body("html"), "html")}\n`;
  const file = join(pagesFolder, `${path}.md`);
  // A page that stays as it was need not be rendered again by those who watch.
  if (existsSync(file) && (await readFile(file, "utf8")) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function removeOtherPages(pages: readonly Page[]): Promise<void> {
  const current = new Set(pages.map(({ path }) => `${path}.md`));
  for (const file of await readdir(pagesFolder, { recursive: true })) {
    if (file.endsWith(".md") && !current.has(file)) await rm(join(pagesFolder, file));
  }
}

if (import.meta.main) await generate();
