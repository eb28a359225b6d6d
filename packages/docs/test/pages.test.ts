import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contract, listOperations, listWebhooks, schemaNames } from "@partner-referrals/spec/model";
import type { Page } from "playwright-core";
import { eventPath, operationPath, schemaPath } from "../reference/addresses.ts";
import { violations } from "./accessibility.ts";
import { siteInBrowser } from "./site.ts";

/** Removes lines of code and properties that look like others before them: what is left has every style of the page. */
async function removeAlike(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>(".ec-line, .property")) {
      const styles = [...element.querySelectorAll("[class]")].map(({ className }) => String(className));
      if (styles.every((style) => seen.has(style))) element.remove();
      for (const style of styles) seen.add(style);
    }
  });
}

/** One page of each kind, the largest of it where sizes differ; pages of a kind come from one template. */
const samplePages: readonly string[] = [
  "",
  "guides/create-a-co-sell-deal/",
  "guides/work-the-pipeline/",
  "reference/",
  "reference/errors/",
  `${operationPath(listOperations(contract)[1]?.id ?? "")}/`,
  `${eventPath(listWebhooks(contract)[0]?.path ?? "")}/`,
  `${schemaPath("Referral")}/`,
  `${schemaPath(schemaNames(contract).find((name) => name === "ReferralSubstatus") ?? "")}/`,
  "workflows/shared-referral/",
  "packages/client/",
  "packages/mock-api/",
  "changelog/",
];

describe("pages", () => {
  const site = siteInBrowser();

  for (const path of samplePages) {
    test(`${path || "the home page"} has no violation of accessibility and fits a phone`, async () => {
      await site.onPage(path, async (page) => {
        assert.deepEqual(await violations(page, path, "others"), []);
        await page.setViewportSize({ width: 390, height: 844 });
        await page.evaluate(() => {
          for (const details of document.querySelectorAll("main details:not(.try-it)"))
            details.setAttribute("open", "");
        });
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 390, `scrolls sideways: ${width}`);
        await page.setViewportSize({ width: 1400, height: 900 });
        await removeAlike(page);
        for (const theme of ["light", "dark"]) {
          await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
          assert.deepEqual(await violations(page, path, "contrast"), [], theme);
        }
      });
    });
  }

  test("follow a dark system", async () => {
    const dark = async (page: Page) => assert.equal(await page.getAttribute("html", "data-theme"), "dark");
    await site.onPage("", dark, { colorScheme: "dark" });
  });

  test("open their navigation on a phone", async () => {
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

  test("can be used by keyboard: skip link, search, a result", async () => {
    await site.onPage("", async (page) => {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), "Skip to content");
      await page.keyboard.press("Control+k");
      await page.keyboard.type("updateReferral");
      const result = page.locator(`site-search a[href*='${operationPath("updateReferral")}']`).first();
      await result.waitFor();
      assert.deepEqual(await violations(page, "search", "others"), []);
      assert.deepEqual(await violations(page, "search", "contrast"), []);
      const titles = await page.locator("site-search li li > a").allTextContents();
      assert.ok(!titles.includes("Update a referral"), "a page is no part of itself");
      await page.keyboard.press("ArrowDown");
      assert.ok(await result.evaluate((link) => link === document.activeElement));
      assert.equal(await page.locator("site-search li .type").first().textContent(), "operation");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Update a referral" }).waitFor();
    });
  });

  test("are found by the search: guides as well as operations and schemas", async () => {
    const wanted = [
      ["co-sell deal", "guides/create-a-co-sell-deal/"],
      ["createReferral", operationPath("createReferral")],
      ["SolutionTag", schemaPath("SolutionTag")],
      ["ReferralsRateLimitError", "packages/client-api/"],
    ] as const;
    await site.onPage("guides/getting-started/", async (page) => {
      await page.getByRole("button", { name: "Search" }).click();
      for (const [query, address] of wanted) {
        await page.locator("site-search input").fill(query);
        await page.locator(`site-search a[href*="${address}"]`).first().waitFor();
      }
    });
  });

  test("opens a property that its address names, and marks its page in the sidebar", async () => {
    await site.onPage(`${schemaPath("ReferralDetails")}/#dealValue`, async (page) => {
      await page.locator("details.property[open] #dealValue").waitFor();
      const current = page.locator('nav.sidebar a[aria-current="page"]');
      assert.equal(await current.textContent().then((text) => text?.trim()), "ReferralDetails");
      assert.ok(await current.isVisible());
    });
  });

  test("has the whole contract on one page, by Redoc, without a request to another host", async () => {
    await site.onRedocPage(async (page) => {
      await page.getByRole("heading", { name: "What a referral is" }).first().waitFor();
    });
  });
});
