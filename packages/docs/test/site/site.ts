/** The built site, and a browser page that notices everything that goes wrong on it. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  launchChromium,
  type Page,
  type ViewportSize,
} from "@partner-referrals/browser";
import { type Host, hostBelow } from "./host.ts";

export const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
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

export const phone: ViewportSize = { width: 390, height: 844 };
export const desktop: ViewportSize = { width: 1400, height: 900 };

export interface OpenOptions {
  /** The size of the window, that of a desktop unless given. */
  readonly viewport?: ViewportSize;
  /** A server that the page may send requests to, besides that of the site. */
  readonly otherServer?: string;
  /** A profile for this page alone, such as one with a touch screen. */
  readonly profile?: BrowserContextOptions;
}

export interface SiteInBrowser {
  /** The address of the site, with a slash at its end. */
  url(): string;
  /** Runs a check on a page, which may log no error and request nothing of another host meanwhile. */
  onPage(path: string, check: (page: Page) => Promise<void>, options?: OpenOptions): Promise<void>;
  /** The same on the page that Redocly renders. Its policy blocks the logo, which the browser reports. */
  onRedocPage(check: (page: Page) => Promise<void>): Promise<void>;
}

/** A hosted site, and a browser that looks at it. */
interface Viewer {
  readonly host: Host;
  readonly browser: Browser;
  readonly shared: BrowserContext;
}

/** All suites of a process have the same one: to start a browser takes as long as several tests. */
let started: Promise<Viewer> | undefined;
/** A page that the next test without a profile of its own can use: a new one costs as much as to load the site. */
let idle: Page | undefined;

async function startViewer(): Promise<Viewer> {
  const host = await hostBelow("/teams/referrals/docs/", dist);
  const browser = await launchChromium();
  return { host, browser, shared: await browser.newContext() };
}

after(async () => {
  const viewer = await started;
  await viewer?.browser.close();
  await viewer?.host.close();
});

/** Hosts the site and has a browser for the tests of the suite that calls it, which may run one after the other. */
export function siteInBrowser(): SiteInBrowser {
  let browser: Browser;
  let host: Host;
  let shared: BrowserContext;
  before(async () => {
    started ??= startViewer();
    ({ browser, host, shared } = await started);
  });

  async function runShared(check: (page: Page) => Promise<void>): Promise<void> {
    const page = idle ?? (await shared.newPage());
    idle = undefined;
    try {
      await check(page);
      // What is left of the test would be left in the next one, and an address that differs in its fragment loads nothing.
      page.removeAllListeners();
      await page.evaluate(() => {
        for (const storage of [sessionStorage, localStorage]) storage.clear();
      });
      await page.goto("about:blank");
      idle = page;
    } finally {
      if (!idle) await page.close();
    }
  }

  async function runAlone(
    profile: BrowserContextOptions,
    check: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(profile);
    try {
      await check(await context.newPage());
    } finally {
      await context.close();
    }
  }

  /** Console errors and warnings, uncaught errors, failed requests, and requests to others while a check runs. */
  async function problemsOf(
    path: string,
    check: (page: Page) => Promise<void>,
    { viewport = desktop, otherServer, profile }: OpenOptions = {},
  ): Promise<readonly string[]> {
    const problems: string[] = [];
    const servers = otherServer === undefined ? [host.url] : [host.url, otherServer];
    const checkOpened = async (page: Page) => {
      await page.setViewportSize(viewport);
      record(page, servers, problems);
      await page.goto(host.url + path);
      // Without a locator: to find elements, Playwright has each page load what it needs for that.
      assert.ok(await page.evaluate(() => document.querySelector("h1") !== null), `${path} has no heading`);
      await check(page);
    };
    await (profile ? runAlone(profile, checkOpened) : runShared(checkOpened));
    return problems;
  }

  return {
    url: () => host.url,
    async onPage(path, check, options) {
      assert.deepEqual(await problemsOf(path, check, options), []);
    },
    async onRedocPage(check) {
      const problems = await problemsOf("reference/redoc/", check);
      const others = problems.filter(
        (problem) => !/logo-mini-full\.svg|favicon\.ico|Failed to load resource/.test(problem),
      );
      assert.deepEqual(others, []);
    },
  };
}

/** Adds to `problems` whatever goes wrong on a page from now on. */
function record(page: Page, servers: readonly string[], problems: string[]): void {
  page.setDefaultTimeout(15_000);
  page.on("request", (request) => {
    const isAllowed = ["data:", "blob:", ...servers].some((start) => request.url().startsWith(start));
    if (!isAllowed) problems.push(`request to ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
}
