import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { chromiumArgs, findChromium } from "../../../scripts/chromium.ts";
import type { LocatedOperation } from "../build/contract.ts";
import { curlSample } from "../build/curl.ts";
import { lowContrast } from "./contrast.ts";
import {
  assertSameFile,
  contract,
  dist,
  entry,
  type Host,
  hostBelow,
  openPage,
  operations,
  samples,
  section,
  specFile,
  webhooks,
} from "./site.ts";

describe("the reference", { concurrency: 2 }, () => {
  let browser: Browser;
  let host: Host;
  before(async () => {
    host = await hostBelow("/teams/referrals/reference/");
    browser = await chromium.launch({ executablePath: await findChromium(), args: [...chromiumArgs] });
  });
  after(async () => {
    await browser.close();
    await host.close();
  });

  /** A test on a page of its own, which may neither complain nor call another host. */
  function onPage(
    name: string,
    check: (page: Page) => Promise<void>,
    { url = () => host.url, ...options }: BrowserContextOptions & { url?: () => string } = {},
  ): void {
    it(name, async () => {
      const { page, problems } = await openPage(browser, url(), options);
      try {
        await check(page);
      } finally {
        await page.context().close();
      }
      assert.deepEqual(problems, []);
    });
  }

  for (const [place, url] of [
    ["below a path of a web server", () => host.url],
    ["from file://", () => pathToFileURL(`${dist}index.html`).href],
  ] as const) {
    const [{ operation, path } = assert.fail()] = operations;
    onPage(
      `opens ${place}, and leads to an operation`,
      async (page) => {
        assert.equal(await page.title(), `${contract.info.title}: reference`);
        await show(page, operation);
        await section(page, operation.operationId).getByText(path).first().waitFor();
      },
      { url },
    );
  }

  onPage("tells machines its language and what it is about", async (page) => {
    assert.equal(await page.getAttribute("html", "lang"), "en");
    assert.equal(await page.getAttribute("meta[name=description]", "content"), contract.info.summary);
    assert.match((await page.getAttribute("link[rel=icon]", "href")) ?? "", /^data:image\/svg\+xml/);
  });

  onPage("leads to every tag, operation and webhook through the navigation", async (page) => {
    for (const { name } of contract.tags ?? []) {
      const ofTag = [...operations, ...webhooks].filter(({ operation }) => operation.tags?.includes(name));
      assert.notEqual(ofTag.length, 0, `${name} has no operations`);
      for (const { operation, path } of ofTag) {
        await show(page, operation);
        await section(page, operation.operationId).getByText(path).first().waitFor();
        assert.match(page.url(), new RegExp(`/${operation.operationId}$`, "i"));
      }
    }
  });

  onPage("lists every schema in the navigation", async (page) => {
    await entry(page, "Schemas").click();
    const names = Object.keys(contract.components?.schemas ?? {}).sort();
    await entry(page, names[0] ?? "").waitFor();
    const links = page.locator(".menu-content a[href*='#/schemas/']");
    assert.deepEqual(await links.locator("[data-text]").allTextContents(), names);
    for (const name of [names.at(0), names.at(names.length / 2), names.at(-1)]) {
      await entry(page, name ?? "").click();
      await section(page, name ?? "")
        .getByRole("heading", { name: name ?? "" })
        .waitFor();
    }
  });

  for (const { operation, path } of [operations.at(0) ?? assert.fail(), operations.at(-1) ?? assert.fail()]) {
    const { operationId, summary = "" } = operation;
    onPage(`finds ${operationId} by search and opens it`, async (page) => {
      await page.keyboard.press("Control+k");
      const search = page.getByTestId("search-dialog");
      await search.getByPlaceholder(/search/i).fill(summary);
      const results = search.getByRole("link").filter({ hasText: path });
      await results.filter({ hasText: summary }).first().click();
      await section(page, operationId).getByRole("heading", { name: summary }).waitFor();
    });
  }

  onPage("shows each operation as curl and as TypeScript", async (page) => {
    for (const [language, sampleOf] of [
      ["curl", async (located: LocatedOperation) => curlSample(contract, located)],
      [
        "TypeScript",
        ({ operation }: LocatedOperation) => readFile(`${samples}${operation.operationId}.ts`, "utf8"),
      ],
    ] as const) {
      for (const [index, located] of operations.entries()) {
        const { operationId } = located.operation;
        await show(page, located.operation);
        const panel = section(page, operationId).locator(".panel-request-samples");
        // The choice holds for all operations.
        if (index === 0) {
          await panel.getByRole("button", { name: /^(curl|TypeScript)$/ }).click();
          await page.getByRole("menuitem", { name: language, exact: true }).press("Enter");
        }
        const shown = await panel.getByTestId("source-code").textContent();
        assert.equal(shown?.trim(), (await sampleOf(located)).trim(), `${operationId} as ${language}`);
      }
    }
  });

  onPage("offers the contract itself for download", async (page) => {
    for (const [file, original] of [
      ["openapi.yaml", specFile.yaml],
      ["openapi.json", specFile.json],
    ] as const) {
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name: file }).first().click();
      await assertSameFile(await (await download).path(), original);
    }
  });

  onPage(
    "works on a phone",
    async (page) => {
      const [{ operation } = assert.fail()] = operations;
      await page.getByRole("button", { name: "Open navigation menu" }).tap();
      await show(page, operation);
      await section(page, operation.operationId)
        .getByText(/^curl --/)
        .waitFor();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390, "scrolls sideways");
    },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  );

  for (const colorScheme of ["light", "dark"] as const) {
    onPage(
      `follows a ${colorScheme} system with text that can be read`,
      async (page) => {
        assert.ok(
          await page.evaluate((name) => document.documentElement.classList.contains(name), colorScheme),
        );
        const unreadable = await lowContrast(page);
        for (const tag of [...(contract.tags ?? []).map(({ name }) => name), "Schemas"]) {
          await entry(page, tag).click();
          await section(page, tag.replaceAll(" ", "-")).getByRole("heading", { name: tag }).waitFor();
          unreadable.push(...(await lowContrast(page)));
        }
        assert.deepEqual(unreadable, []);
      },
      { colorScheme },
    );
  }
});

/** Goes to an operation through the navigation. */
async function show(
  page: Page,
  { operationId, summary = "", tags }: LocatedOperation["operation"],
): Promise<void> {
  if (!(await entry(page, summary).isVisible())) await entry(page, tags?.[0] ?? "").click();
  await entry(page, summary).click();
  await section(page, operationId).getByRole("heading", { name: summary }).waitFor();
}
