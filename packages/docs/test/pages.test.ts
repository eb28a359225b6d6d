import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { operations, pages, siteInBrowser } from "./site.ts";

const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** What axe holds against the page, with the first element of each kind. */
async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axe);
  return page.evaluate(async (only) => {
    // The script above has put it there.
    const { axe: judge } = globalThis as unknown as { axe: typeof import("axe-core") };
    const options = only ? { runOnly: { type: "rule" as const, values: [...only] } } : {};
    const { violations: found } = await judge.run(document, { resultTypes: ["violations"], ...options });
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.target} (${nodes.length}) ${nodes[0]?.html}`);
  }, rules);
}

describe("every page", { concurrency: 2 }, () => {
  const site = siteInBrowser();

  for (const path of pages) {
    it(`${path || "the first page"} is accessible and quiet, light and dark, on a desk and on a phone`, async () => {
      await site.onPage(path, async (page) => {
        if (path === "reference/") await page.locator("#redoc h2").first().waitFor();
        assert.match(await page.title(), /\w+/);
        assert.notEqual(await page.getAttribute("meta[name=description]", "content"), null);
        assert.deepEqual(await violations(page), []);
        await page.evaluate(() => document.documentElement.setAttribute("data-theme", "dark"));
        assert.deepEqual(await violations(page, ["color-contrast"]), []);
        await page.setViewportSize({ width: 390, height: 844 });
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 390, `scrolls sideways: ${width}`);
      });
    });
  }

  it("follows a dark system", async () => {
    const dark = async (page: Page) => assert.equal(await page.getAttribute("html", "data-theme"), "dark");
    await site.onPage("", dark, { colorScheme: "dark" });
  });

  const [operation] = operations;
  for (const place of [operation?.operation.operationId ?? "", "Referral"]) {
    it(`the reference at ${place} is accessible`, async () => {
      await site.onPage("reference/", async (page) => {
        const route = `/${place.toLowerCase()}`;
        await page.locator("#redoc h2").first().waitFor();
        await page.locator(`nav.sidebar a[href$="${route}"]`).dispatchEvent("click");
        await page.locator(`#redoc [data-section-id$="${route}"] h2`).first().waitFor();
        assert.deepEqual(await violations(page), []);
        await page.evaluate(() => document.documentElement.setAttribute("data-theme", "dark"));
        assert.deepEqual(await violations(page, ["color-contrast"]), []);
      });
    });
  }

  it("opens its navigation on a phone", async () => {
    await site.onPage(
      "",
      async (page) => {
        await page.getByRole("button", { name: "Menu" }).tap();
        const navigation = page.getByRole("navigation", { name: "Main" });
        await navigation.getByRole("link", { name: "Find referrals" }).tap();
        await page.getByRole("heading", { level: 1, name: "Find referrals" }).waitFor();
      },
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    );
  });

  it("can be reached by keyboard: skip link, search, a result", async () => {
    await site.onPage("", async (page) => {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), "Skip to content");
      await page.locator("site-search input").waitFor({ state: "attached" });
      await page.keyboard.press("Control+k");
      await page.keyboard.type("updateReferral");
      const result = page.locator("site-search a[href*='reference/#/referrals/updatereferral']").first();
      await result.focus();
      await page.keyboard.press("Enter");
      await page.locator('#redoc [data-section-id="/referrals/updatereferral"] h2').first().waitFor();
    });
  });

  it("is found by the search: guides as well as operations and schemas", async () => {
    const wanted = [
      ["co-sell deal", "guides/create-a-co-sell-deal/"],
      ["createReferral", "reference/#/referrals/createreferral"],
      ["SolutionTag", "reference/#/schemas/solutiontag"],
      ["ReferralsRateLimitError", "packages/client/"],
    ] as const;
    await site.onPage("guides/getting-started/", async (page) => {
      await page.getByRole("button", { name: "Search" }).click();
      for (const [words, address] of wanted) {
        await page.locator("site-search input").fill(words);
        await page.locator(`site-search a[href*="${address}"]`).first().waitFor();
        await page.keyboard.press("Enter");
      }
    });
  });
});
