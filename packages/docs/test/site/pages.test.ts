import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { violationsInBothThemes } from "@partner-referrals/browser/accessibility";
import { operationPath, schemaPath } from "../../reference/addresses.ts";
import { checkLayoutShift, checkSamplePage, layoutShift, maxLayoutShift } from "./page-checks.ts";
import { samplePages } from "./sample-pages.ts";
import { phone, siteInBrowser } from "./site.ts";

describe("pages", () => {
  const site = siteInBrowser();

  const seen = new Set<string>();
  for (const path of samplePages) {
    test(`${path || "the home page"} stays where it is, fits a phone, and is accessible`, () =>
      checkSamplePage(site, path, seen));
  }

  test("that move while they are read are noticed", async () => {
    await site.onPage("changelog/", async (page) => {
      await checkLayoutShift(page, "desktop");
      await page.evaluate(() => {
        const late = document.createElement("div");
        late.style.height = "200px";
        document.body.prepend(late);
      });
      assert.ok((await layoutShift(page)) > maxLayoutShift);
    });
  });

  test("follow a dark system, and open their navigation, on a phone", async () => {
    await site.onPage(
      "",
      async (page) => {
        assert.equal(await page.getAttribute("html", "data-theme"), "dark");
        await page.getByRole("button", { name: "Menu" }).tap();
        const navigation = page.getByRole("navigation", { name: "Main" });
        await navigation.getByRole("link", { name: "Find referrals" }).tap();
        await page.getByRole("heading", { level: 1, name: "Find referrals" }).waitFor();
      },
      { viewport: phone, profile: { hasTouch: true, isMobile: true, colorScheme: "dark" } },
    );
  });

  test("can be used by keyboard: skip link, search, a result", async () => {
    await site.onPage("", async (page) => {
      await checkLayoutShift(page, "desktop");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), "Skip to content");
      await page.keyboard.press("Control+k");
      await page.keyboard.type("updateReferral");
      const result = page.locator(`site-search a[href*='${operationPath("updateReferral")}']`).first();
      await result.waitFor();
      assert.deepEqual(await violationsInBothThemes(page, { include: ["site-search"] }), []);
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
      await checkLayoutShift(page, "desktop");
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
      // By its text: a role would have the browser name each of the thousands of elements.
      await page.locator("h1, h2", { hasText: "What a referral is" }).first().waitFor();
    });
  });
});
