/** Writes everything that the site is made of: its pages as Markdown, its downloads, its navigation. */
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contract, contractFile } from "@partner-referrals/spec/model";
import { changelogPage } from "./changelog.ts";
import { contractPages, siteLinks } from "./contract-pages.ts";
import { mirror, removeOtherPages, writeChanged, writePages } from "./files.ts";
import {
  navigationFile,
  newPublicFolder,
  pagesFolder,
  publicFolder,
  root,
  summariesFile,
} from "./folders.ts";
import { writeMarkdownFiles } from "./llms-txt.ts";
import { navigation } from "./navigation.ts";
import { packagePages } from "./packages.ts";
import { postmanCollection } from "./postman.ts";
import { buildRedoc } from "./redoc.ts";
import { reportPage } from "./report-page.ts";
import { convertedDownloads } from "./tools-page.ts";

const specFile = (name: string) => fileURLToPath(import.meta.resolve(`@partner-referrals/spec/${name}`));

/** Files of the spec package that readers can download under the same name. */
const downloads = [
  "openapi.yaml",
  "openapi.json",
  "event-registration.yaml",
  "event-registration.json",
  ...convertedDownloads,
];

/** Generates the site's input. */
async function generate(): Promise<void> {
  await rm(newPublicFolder, { recursive: true, force: true });
  for (const folder of [newPublicFolder, pagesFolder]) await mkdir(folder, { recursive: true });

  // First what runs in a process of its own.
  const redoc = buildRedoc(contractFile, join(newPublicFolder, "reference/redoc/index.html"));
  const [packages, fromContract, changelog] = await Promise.all([
    packagePages(),
    contractPages(contract, newPublicFolder),
    changelogPage(),
    writeFile(
      join(newPublicFolder, "postman-collection.json"),
      `${JSON.stringify(postmanCollection(contract), null, 2)}\n`,
    ),
    ...downloads.map((file) => copyFile(specFile(file), join(newPublicFolder, file))),
    ...["favicon.svg", "preview.png"].map((file) =>
      copyFile(join(root, "site", file), join(newPublicFolder, file)),
    ),
    redoc,
  ]);
  const pages = [...fromContract, ...packages, changelog, reportPage(process.env.DOCS_REPOSITORY)];
  const resolve = await siteLinks(contract, pages, newPublicFolder);
  await writePages(pages, resolve);
  await removeOtherPages(pages);
  await writeMarkdownFiles(pages, resolve, newPublicFolder, process.env.DOCS_URL);
  await mirror(newPublicFolder, publicFolder);
  await writeChanged(navigationFile, JSON.stringify(navigation(contract, pages), null, 2));
  // Their text is a function, which JSON leaves out.
  await writeChanged(summariesFile, JSON.stringify(pages, null, 2));
}

await generate();
