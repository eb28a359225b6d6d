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
 *
 * @param elements Whether axe looks at `all` elements, or leaves out lines, rows and properties that look like others.
 */
export async function checkPage(
  site: SiteInBrowser,
  path: string,
  elements: "all" | "unlike",
): Promise<void> {
  await site.onPage(
    path,
    async (page) => {
      await checkLayoutShift(page, "phone");
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("main details:not(.try-it)"))
          details.setAttribute("open", "");
      });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= phone.width, `scrolls sideways: ${width}`);
    },
    { viewport: phone },
  );
  await site.onPage(
    path,
    async (page) => {
      await checkLayoutShift(page, "desktop");
      if (elements === "unlike") await removeAlike(page);
      // All pages have the navigation of the first one.
      const part = path === "" ? { include: ["html"] } : { exclude: ["nav.sidebar"] };
      assert.deepEqual(await violationsInBothThemes(page, part), []);
    },
    { viewport: desktop },
  );
}

async function checkLayoutShift(page: Page, device: string): Promise<void> {
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

/** Removes parts that consist of the same elements and classes as others before them: what is left has every style. */
async function removeAlike(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    for (const part of document.querySelectorAll(".ec-line, .property, tbody tr, nav li")) {
      const elements = [part, ...part.querySelectorAll("*")];
      const shapes = elements.map(({ tagName, classList }) => `${tagName} ${classList}`);
      if (shapes.every((shape) => seen.has(shape))) part.remove();
      for (const shape of shapes) seen.add(shape);
    }
  });
}
