/** The built site, a host for it, and a browser page that notices everything that goes wrong on it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { launchChromium } from "@partner-referrals/support/chromium";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import sirv from "sirv";

export const dist = fileURLToPath(new URL("../dist/", import.meta.url));
export const samplesFolder = fileURLToPath(new URL("../generated/samples/", import.meta.url));
export const specFile = {
  "openapi.json": fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")),
  "openapi.yaml": fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.yaml")),
};

/** The page that Redocly renders, which has looks and scripts of its own. */
const redocPage = "reference/redoc/index.html";

/** The addresses of all other pages, relative to the site: `guides/getting-started/`. */
export const pages: readonly string[] = (await readdir(dist, { recursive: true }))
  .filter((file) => file.endsWith("index.html") && file !== redocPage)
  .map((file) => file.replace(/index\.html$/, ""))
  .sort();

interface Host {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the site the way any static host does, but below a path, where absolute links would miss it. */
async function hostBelow(path: string): Promise<Host> {
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

export interface OpenOptions extends BrowserContextOptions {
  /** A server that the page may send requests to, besides that of the site. */
  readonly otherServer?: string;
}

interface CheckedPage {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, failed requests, and requests to anything but the site itself. */
  readonly problems: readonly string[];
}

/** One profile for all pages of a browser that need nothing else: what they share is fetched and compiled once. */
const shared = new WeakMap<Browser, Promise<BrowserContext>>();

function contextOf(browser: Browser, options: BrowserContextOptions | undefined): Promise<BrowserContext> {
  const desk = { viewport: { width: 1400, height: 900 } };
  if (options) return browser.newContext({ ...desk, ...options });
  const context = shared.get(browser) ?? browser.newContext(desk);
  shared.set(browser, context);
  return context;
}

/** Opens an address of the host. */
async function openPage(
  browser: Browser,
  host: Host,
  path: string,
  options?: OpenOptions,
): Promise<CheckedPage> {
  const context = await contextOf(browser, options);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems: string[] = [];
  page.on("request", (request) => {
    const allowed = ["data:", "blob:", host.url, options?.otherServer ?? host.url];
    const own = allowed.some((start) => request.url().startsWith(start));
    if (!own) problems.push(`request to ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  await page.goto(host.url + path);
  await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
  return { page, problems };
}

export interface SiteInBrowser {
  /** The address of the site, with a slash at its end. */
  url(): string;
  /** Runs a check on a page of its own, which may log no error and request nothing of another host meanwhile. */
  onPage(path: string, check: (page: Page) => Promise<void>, options?: OpenOptions): Promise<void>;
  /** The same on the page that Redocly renders. Its policy blocks the logo, which the browser reports. */
  onRedocPage(check: (page: Page) => Promise<void>): Promise<void>;
}

/** Hosts the site and starts a browser for the tests of the suite that calls it. */
export function siteInBrowser(): SiteInBrowser {
  let browser: Browser;
  let host: Host;
  before(async () => {
    host = await hostBelow("/teams/referrals/docs/");
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await host.close();
  });
  const run = async (
    path: string,
    check: (page: Page) => Promise<void>,
    options?: OpenOptions,
  ): Promise<readonly string[]> => {
    const { page, problems } = await openPage(browser, host, path, options);
    try {
      await check(page);
    } finally {
      await (options ? page.context() : page).close();
    }
    return problems;
  };
  return {
    url: () => host.url,
    async onPage(path, check, options) {
      assert.deepEqual(await run(path, check, options), []);
    },
    async onRedocPage(check) {
      const problems = await run("reference/redoc/", check);
      const others = problems.filter(
        (problem) => !/logo-mini-full\.svg|favicon\.ico|Failed to load resource/.test(problem),
      );
      assert.deepEqual(others, []);
    },
  };
}
