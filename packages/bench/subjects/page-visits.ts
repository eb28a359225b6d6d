/** Visits of pages by a browser that has never seen them, and that reaches no other host. */

import { setTimeout as delay } from "node:timers/promises";
import {
  type Browser,
  type BrowserContextOptions,
  launchChromium,
  type Page,
} from "@partner-referrals/browser";

const limitMs = 30_000;
const quietMs = 500;
const pollMs = 20;

/** Names of other hosts cannot be resolved: what a page wants from there is rejected at once. */
const noOtherHost = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";

export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  return launchChromium([noOtherHost, ...args]);
}

export interface Load {
  /** From the beginning of the navigation to the first text or picture. */
  readonly firstPaintMs: number;
  /** Requests that left, or would have left, this machine. */
  readonly foreignRequests: number;
}

/** Opens a page and waits until it has asked for nothing for half a second. */
export function load(browser: Browser, url: string): Promise<Load> {
  return visit(browser, {}, async (page) => {
    const urls = await openAndSettle(page, url);
    const firstPaintMs = await page.evaluate(firstPaint);
    if (firstPaintMs === undefined) throw new Error(`${url} shows nothing.`);
    const foreignRequests = urls.filter(
      ({ protocol, hostname }) => protocol.startsWith("http") && hostname !== "127.0.0.1",
    ).length;
    return { firstPaintMs, foreignRequests };
  });
}

export interface Reading {
  /** From the beginning of the navigation to the first frame that has the phrase in view. */
  readonly firstMs: number;
  /** To the frame from which on it stays there. */
  readonly settledMs: number;
}

/** Opens a link to a place on a page, and watches for a phrase until the page has asked for nothing for half a second. */
export function read(browser: Browser, url: string, phrase: string): Promise<Reading> {
  return visit(browser, {}, async (page) => {
    await page.addInitScript(watchFor, phrase);
    await openAndSettle(page, url);
    const settled = await page.waitForFunction((): Reading | undefined => Reflect.get(window, "reading"));
    const reading = await settled.jsonValue();
    if (!reading) throw new Error(`${url} does not show "${phrase}".`);
    return reading;
  });
}

/** The text that can be seen somewhere on the page by who runs no scripts. */
export function textWithoutScripts(browser: Browser, url: string): Promise<string> {
  return visit(browser, { javaScriptEnabled: false }, async (page) => {
    await page.goto(url);
    // biome-ignore lint/performance/useDomNodeTextContent: textContent has what is hidden, and scripts.
    return page.locator("body").innerText();
  });
}

/** Runs in the page. */
function firstPaint(): number | undefined {
  return performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
}

/** Runs in the page: looks at every frame for the phrase, as a reader would. */
function watchFor(phrase: string): void {
  const texts = `//*[not(self::script)]/text()[contains(., ${JSON.stringify(phrase)})]`;
  const inView = () => {
    const found = document.evaluate(texts, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
    for (let index = 0; index < found.snapshotLength; index++) {
      const element = found.snapshotItem(index)?.parentElement;
      if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const { top, bottom, height } = element.getBoundingClientRect();
      if (height > 0 && bottom > 0 && top < innerHeight) return true;
    }
    return false;
  };
  let reading: Reading | undefined;
  let firstMs: number | undefined;
  const look = () => {
    const now = performance.now();
    reading = inView() ? (reading ?? { firstMs: firstMs ?? now, settledMs: now }) : undefined;
    firstMs ??= reading?.firstMs;
    Reflect.set(window, "reading", reading);
    nextFrame();
  };
  // The page's own work for a frame belongs to it.
  const nextFrame = () => requestAnimationFrame(() => setTimeout(look));
  nextFrame();
}

/**
 * Opens a page, waits until it has loaded, shows something and has asked for nothing for half a second, and returns what
 * it asked for. Playwright's own "networkidle" can also pass before the load, and is then never seen.
 */
async function openAndSettle(page: Page, url: string): Promise<URL[]> {
  const urls: URL[] = [];
  let pending = 0;
  let lastChange = 0;
  const change = (by: number) => {
    pending += by;
    lastChange = performance.now();
  };
  page.on("request", (request) => {
    urls.push(new URL(request.url()));
    change(1);
  });
  page.on("requestfinished", () => change(-1));
  page.on("requestfailed", () => change(-1));
  await page.goto(url);
  await page.waitForFunction(firstPaint);
  const deadline = performance.now() + limitMs;
  while (pending > 0 || performance.now() - lastChange < quietMs) {
    if (performance.now() > deadline) throw new Error(`${url} does not stop asking for more.`);
    await delay(pollMs);
  }
  return urls;
}

async function visit<Result>(
  browser: Browser,
  options: BrowserContextOptions,
  act: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(limitMs);
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}
