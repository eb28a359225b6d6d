/** Writes everything that the site is made of: its pages as Markdown, its downloads, its navigation. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { changelogPage } from "./changelog.ts";
import type { OpenApiDocument } from "./contract.ts";
import { readSources } from "./evidence.ts";
import { navigationFile, pagesFolder, publicFolder, samplesFolder } from "./folders.ts";
import { readGuides } from "./guides.ts";
import { type LinkResolver, linkResolver } from "./links.ts";
import { LLMS, writeMachineFiles } from "./machine.ts";
import { GUIDES, navigation } from "./navigation.ts";
import { packagePages } from "./packages.ts";
import type { Page } from "./page.ts";
import { postmanCollection } from "./postman.ts";
import { buildRedoc } from "./redoc/build-redoc.ts";
import { referencePage } from "./reference/page.ts";
import { operationSamples, writeSamples } from "./reference/samples.ts";
import { workflowPages } from "./workflows.ts";

const FAVICON = new URL("../page/favicon.svg", import.meta.url);

const specFile = (name: string) => fileURLToPath(import.meta.resolve(`@partner-referrals/spec/${name}`));

/** Files of the spec package that readers can download under the same name. */
const DOWNLOADS = ["openapi.yaml", "openapi.json"];

/** Generates the site's input and returns its pages. */
export async function generate(): Promise<Page[]> {
  // The build of the spec package has linted the file: it is the OpenAPI document it says it is.
  const document = JSON.parse(await readFile(specFile("openapi.json"), "utf8")) as OpenApiDocument;
  await rm(publicFolder, { recursive: true, force: true });
  for (const folder of [publicFolder, pagesFolder]) await mkdir(folder, { recursive: true });

  const samples = await operationSamples(document);
  const sources = await readSources();
  const [packages, workflows, guides, changelog] = await Promise.all([
    packagePages(),
    workflowPages(document, join(publicFolder, "workflows")),
    readGuides(GUIDES, document),
    changelogPage(),
    writeSamples(samples, samplesFolder),
    buildRedoc(document, { samples, sources }, join(publicFolder, "reference")),
    postmanCollection(specFile("openapi.json"), join(publicFolder, "postman-collection.json")),
    ...DOWNLOADS.map((file) => copyFile(specFile(file), join(publicFolder, file))),
    copyFile(FAVICON, join(publicFolder, "favicon.svg")),
  ]);
  const pages = [
    ...guides,
    referencePage(document, { samples, sources }),
    ...workflows,
    ...packages,
    changelog,
  ];
  const files = [...(await readdir(publicFolder, { recursive: true })), LLMS];
  const resolve = linkResolver(document, pages, files);
  for (const page of pages) await writePage(page, resolve);
  await removeOtherPages(pages);
  await writeMachineFiles(pages, resolve, publicFolder);
  await writeFile(navigationFile, JSON.stringify(navigation(document, pages), null, 2));
  return pages;
}

async function writePage(page: Page, resolve: LinkResolver): Promise<void> {
  const { path, title, description, tableOfContents = true, chapter = false } = page;
  const frontmatter = stringify({
    title,
    description,
    ...(tableOfContents ? {} : { tableOfContents: false }),
    ...(chapter ? {} : { prev: false, next: false }),
  });
  const text = `---\n${frontmatter}---\n\n${resolve(page, page.body("browser"), "browser")}\n`;
  const file = join(pagesFolder, `${path}.md`);
  // A page that stays as it was need not be loaded again by those who watch.
  if (existsSync(file) && (await readFile(file, "utf8")) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function removeOtherPages(pages: readonly Page[]): Promise<void> {
  const kept = new Set(pages.map(({ path }) => `${path}.md`));
  for (const file of await readdir(pagesFolder, { recursive: true })) {
    if (file.endsWith(".md") && !kept.has(file)) await rm(join(pagesFolder, file));
  }
}

if (import.meta.main) await generate();
