/** The built docs, and the same contract as its peers show it, each with its defaults, as folders for one static host. */

import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { contractFile } from "@partner-referrals/spec/model";
import { childEnvironment } from "@partner-referrals/support/repository";
import { versionsOf } from "../versions.ts";
import { generatedFolder } from "./generate.ts";

const run = promisify(execFile);

const packages = join(import.meta.dirname, "../../node_modules");
const ownPages = join(import.meta.dirname, "docs");
/** Where Redoc's page loads its script from. */
const redocScript = /https:\/\/cdn\.redocly\.com\/redoc\/[^"]+\/(redoc\.standalone\.js)/g;

export const docSitesFolder = join(generatedFolder, "docs");

export const peerVersions = await versionsOf([
  "@redocly/cli",
  "@scalar/api-reference",
  "swagger-ui-dist",
  "@stoplight/elements",
]);

/** Where the text of an operation is, without style or script. */
export const plainPage = "plain/";

/**
 * Writes all of them again.
 *
 * @param operation the page of an operation in our docs, whose text is to be written as plain HTML
 */
export async function makeDocSites(operation: string): Promise<void> {
  await rm(docSitesFolder, { recursive: true, force: true });
  await Promise.all([ours(), plain(operation), redoc(), scalar(), swaggerUi(), elements()]);
}

async function ours(): Promise<void> {
  await cp(join(packages, "@partner-referrals/docs/dist"), join(docSitesFolder, "ours"), { recursive: true });
}

/** The least that a page with this text can be. */
async function plain(operation: string): Promise<void> {
  const text = await readFile(join(packages, `@partner-referrals/docs/dist/${operation}.md`), "utf8");
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const folder = join(docSitesFolder, plainPage);
  await mkdir(folder, { recursive: true });
  const html = `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Plain</title></head><body><pre>${escaped}</pre></body></html>\n`;
  await writeFile(join(folder, "index.html"), html);
}

/** The script comes from this host: the browser compares it with the checksum that the page has. */
async function redoc(): Promise<void> {
  const folder = await site("redoc", {
    "redoc.standalone.js": "@redocly/cli/lib/chunks/redoc.standalone.js",
  });
  const page = join(folder, "index.html");
  const args = ["build-docs", contractFile, "--output", page];
  await run(join(packages, ".bin/redocly"), args, { cwd: folder, env: childEnvironment() });
  await replace(page, redocScript, "./$1");
}

async function scalar(): Promise<void> {
  const folder = await site("scalar", {
    "standalone.js": "@scalar/api-reference/dist/browser/standalone.js",
  });
  await cp(join(ownPages, "scalar.html"), join(folder, "index.html"));
}

/** Its own page, with another contract. */
async function swaggerUi(): Promise<void> {
  const files = [
    ...["index.html", "index.css", "swagger-ui.css", "swagger-initializer.js", "favicon-32x32.png"],
    ...["favicon-16x16.png", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js"],
  ];
  const folder = await site(
    "swagger-ui",
    Object.fromEntries(files.map((file) => [file, `swagger-ui-dist/${file}`])),
  );
  await replace(join(folder, "swagger-initializer.js"), /url: "[^"]+"/g, 'url: "openapi.json"');
}

async function elements(): Promise<void> {
  const folder = await site("elements", {
    "web-components.min.js": "@stoplight/elements/web-components.min.js",
    "styles.min.css": "@stoplight/elements/styles.min.css",
  });
  await cp(join(ownPages, "elements.html"), join(folder, "index.html"));
}

/** A folder with the contract and some files of installed packages. */
async function site(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(docSitesFolder, name);
  await mkdir(folder, { recursive: true });
  await cp(contractFile, join(folder, "openapi.json"));
  for (const [file, source] of Object.entries(files)) await cp(join(packages, source), join(folder, file));
  return folder;
}

async function replace(file: string, pattern: RegExp, replacement: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const changed = text.replace(pattern, replacement);
  if (changed === text) throw new Error(`${file} has no ${pattern}. Has a new version changed it?`);
  await writeFile(file, changed);
}
