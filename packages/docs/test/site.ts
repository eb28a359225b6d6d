/** The built site, a host for it, and a browser page that notices everything that goes wrong on it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import sirv from "sirv";
import { type LocatedOperation, listOperations, type OpenApiDocument } from "../build/contract.ts";

export const dist = fileURLToPath(new URL("../dist/", import.meta.url));
export const samples = fileURLToPath(new URL("../generated/samples/", import.meta.url));
export const specFile = {
  json: fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")),
  yaml: fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.yaml")),
};

export const contract = JSON.parse(await readFile(specFile.json, "utf8")) as OpenApiDocument;
export const operations: readonly LocatedOperation[] = listOperations(contract);
export const webhooks: readonly LocatedOperation[] = listOperations(contract, contract.webhooks ?? {});

/** Compares files byte by byte. (`deepEqual` takes gigabytes to describe how two large buffers differ.) */
export async function assertSameFile(actual: string, expected: string): Promise<void> {
  const same = (await readFile(actual)).equals(await readFile(expected));
  assert.ok(same, `${basename(actual)} is not the same file as ${expected}`);
}

export interface Host {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the site the way any static host does, but below a path, where absolute links would miss it. */
export async function hostBelow(path: string): Promise<Host> {
  const files = sirv(dist);
  const server = createServer((request, response) => {
    const missing = () => {
      response.writeHead(404).end();
    };
    if (!request.url?.startsWith(path)) return missing();
    request.url = request.url.slice(path.length - 1);
    files(request, response, missing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export interface WatchedPage {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, and requests to anything but the site itself. */
  readonly problems: readonly string[];
}

/** Opens an address in a fresh browser profile. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const problems: string[] = [];
  const own = ["data:", "blob:", new URL(".", url).href];
  page.on("request", (request) => {
    if (!own.some((start) => request.url().startsWith(start))) problems.push(`request to ${request.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return { page, problems };
}

/** An entry of the navigation. */
export function entry(page: Page, name: string): Locator {
  return page.locator(".menu-content a", { has: page.locator(`[data-text="${name}"]`) });
}

/** The part of the page about one operation, webhook or schema. */
export function section(page: Page, id: string): Locator {
  return page.locator(`[data-section-id$="/${id.toLowerCase()}"]`);
}
