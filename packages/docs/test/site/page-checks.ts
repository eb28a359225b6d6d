/** What holds for every page of the site, in a browser. */
import assert from "node:assert/strict";
import type { Page } from "@partner-referrals/browser";
import { violationsInBothThemes } from "@partner-referrals/browser/accessibility";
import { desktop, phone, type SiteInBrowser } from "./site.ts";

/** How far the visible part of a page may move by itself, all told. @see https://web.dev/articles/cls */
export const maxLayoutShift = 0.02;

/**
 * Opens a page on a phone and on a desktop: its layout stays where it is, it never scrolls sideways on the phone, and axe
 * finds no violation in either theme.
 */
export async function checkPage(site: SiteInBrowser, path: string): Promise<void> {
  await site.onPage(path, checkOnPhone, { viewport: phone });
  await site.onPage(
    path,
    async (page) => {
      await checkLayoutShift(page, "desktop");
      await checkAccessibility(page, path, ["nav.sidebar"]);
    },
    { viewport: desktop },
  );
}

/**
 * The same with one visit, on a phone, whose window becomes that of a desktop for axe. It leaves out lines, rows and
 * properties that look like others.
 *
 * @param seen What pages checked before consist of. What the page adds is put there.
 */
export async function checkSamplePage(site: SiteInBrowser, path: string, seen: Set<string>): Promise<void> {
  await site.onPage(
    path,
    async (page) => {
      await checkOnPhone(page);
      await page.setViewportSize(desktop);
      await removeAlike(page, seen);
      await checkAccessibility(page, path, ["header", "nav.sidebar"]);
    },
    { viewport: phone },
  );
}

async function checkOnPhone(page: Page): Promise<void> {
  await checkLayoutShift(page, "phone");
  const width = await page.evaluate(() => {
    const closed = [...document.querySelectorAll("main details:not(.try-it, [open])")];
    for (const details of closed) details.setAttribute("open", "");
    const { scrollWidth } = document.documentElement;
    for (const details of closed) details.removeAttribute("open");
    return scrollWidth;
  });
  assert.ok(width <= phone.width, `scrolls sideways: ${width}`);
}

/**
 * axe finds no violation in either theme.
 *
 * @param shared What all pages have from the first one.
 */
async function checkAccessibility(page: Page, path: string, shared: string[]): Promise<void> {
  const part = path === "" ? { include: ["html"] } : { exclude: shared };
  assert.deepEqual(await violationsInBothThemes(page, part), []);
}

/** The layout of a page stays where it is while it is opened. */
export async function checkLayoutShift(page: Page, device: "phone" | "desktop"): Promise<void> {
  const shift = await layoutShift(page);
  assert.ok(shift <= maxLayoutShift, `the layout shifts by ${shift} on a ${device}`);
}

/** How far what was visible has moved by itself since the page was opened, as a share of the window. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    // What scripts have changed is laid out in the next frame, and known in the one after it.
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    const observer = new PerformanceObserver(() => {});
    observer.observe({ type: "layout-shift", buffered: true });
    // A cast: TypeScript's DOM library lacks the type of these entries.
    const entries = observer.takeRecords() as (PerformanceEntry & {
      readonly value: number;
      readonly hadRecentInput: boolean;
    })[];
    observer.disconnect();
    return entries.reduce((sum, { value, hadRecentInput }) => sum + (hadRecentInput ? 0 : value), 0);
  });
}

/**
 * Removes parts that consist of the same elements and classes, in an element of the same kind, as others before them: what
 * is left has every style.
 */
async function removeAlike(page: Page, seen: Set<string>): Promise<void> {
  const shapes = await page.evaluate(
    (before) => {
      const known = new Set(before);
      for (const part of document.querySelectorAll(
        ".ec-line, .property, tbody tr, nav li, main p, main li",
      )) {
        const elements = [part, ...part.querySelectorAll("*")];
        const shapes = elements.map(
          ({ tagName, classList, parentElement: parent }) =>
            `${parent?.tagName} ${parent?.classList} ${tagName} ${classList}`,
        );
        if (shapes.every((shape) => known.has(shape))) part.remove();
        for (const shape of shapes) known.add(shape);
      }
      return [...known];
    },
    [...seen],
  );
  for (const shape of shapes) seen.add(shape);
}
