import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumArgs, findChromium } from "../../../scripts/chromium.ts";
import type { LocatedOperation } from "../build/contract.ts";
import { curlSample } from "../build/curl.ts";
import { lowContrast } from "./contrast.ts";
import {
  contract,
  dist,
  entry,
  type Host,
  hostBelow,
  open,
  operations,
  samples,
  section,
  specFile,
  type WatchedPage,
  webhooks,
} from "./site.ts";

describe("the reference", () => {
  let browser: Browser;
  let host: Host;
  let opened: WatchedPage[] = [];

  before(async () => {
    host = await hostBelow("/teams/referrals/reference/");
    browser = await chromium.launch({ executablePath: await findChromium(), args: [...chromiumArgs] });
  });
  after(async () => {
    await browser.close();
    await host.close();
  });
  afterEach(async () => {
    const problems = opened.flatMap((watched) => watched.problems);
    await Promise.all(opened.map(({ page }) => page.context().close()));
    opened = [];
    assert.deepEqual(problems, [], "the page complains or calls another host");
  });

  async function visit(
    fragment = "",
    options: Parameters<typeof open>[2] = {},
    base = host.url,
  ): Promise<Page> {
    const watched = await open(browser, `${base}${fragment}`, options);
    opened.push(watched);
    return watched.page;
  }

  for (const [place, base] of [
    ["below a path of a web server", () => host.url],
    ["from file://", () => pathToFileURL(`${dist}index.html`).href],
  ] as const) {
    it(`opens ${place}, and leads to an operation`, async () => {
      const page = await visit("", {}, base());
      const [first] = operations;
      assert.ok(first?.operation.summary && first.operation.tags?.[0]);
      assert.equal(await page.title(), `${contract.info.title}: reference`);
      await entry(page, first.operation.tags[0]).click();
      await entry(page, first.operation.summary).click();
      await section(page, first.operation.operationId).getByText(first.path).first().waitFor();
    });
  }

  it("tells machines its language and what it is about", async () => {
    const page = await visit();
    assert.equal(await page.getAttribute("html", "lang"), "en");
    assert.equal(await page.getAttribute("meta[name=description]", "content"), contract.info.summary);
    assert.match((await page.getAttribute("link[rel=icon]", "href")) ?? "", /^data:image\/svg\+xml/);
  });

  it("leads to every tag, operation and webhook through the navigation", async () => {
    const page = await visit();
    for (const { name } of contract.tags ?? []) {
      await entry(page, name).click();
      const ofTag = [...operations, ...webhooks].filter(({ operation }) => operation.tags?.includes(name));
      assert.notEqual(ofTag.length, 0, `${name} has no operations`);
      for (const { operation, path } of ofTag) {
        await entry(page, operation.summary ?? "").click();
        const part = section(page, operation.operationId);
        await part.getByRole("heading", { name: operation.summary ?? "" }).waitFor();
        await part.getByText(path).first().waitFor();
        assert.match(page.url(), new RegExp(`/${operation.operationId}$`, "i"));
      }
    }
  });

  it("lists every schema in the navigation", async () => {
    const page = await visit();
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

  it("finds an operation by search and opens it", async () => {
    for (const { operation, path } of [operations.at(0), operations.at(-1)].filter(
      (one) => one !== undefined,
    )) {
      const page = await visit();
      await page.keyboard.press("Control+k");
      const search = page.getByTestId("search-dialog");
      await search.getByPlaceholder(/search/i).fill(operation.summary ?? "");
      const results = search.getByRole("link").filter({ hasText: path });
      await results
        .filter({ hasText: operation.summary ?? "" })
        .first()
        .click();
      await section(page, operation.operationId)
        .getByRole("heading", { name: operation.summary ?? "" })
        .waitFor();
    }
  });

  for (const [language, sampleOf] of [
    ["curl", (located: LocatedOperation) => curlSample(contract, located)],
    [
      "TypeScript",
      ({ operation }: LocatedOperation) => readFile(`${samples}${operation.operationId}.ts`, "utf8"),
    ],
  ] as const) {
    it(`shows each operation as ${language}`, async () => {
      const page = await visit();
      let chosen = "";
      for (const located of operations) {
        const { operationId, summary = "", tags } = located.operation;
        if (!(await entry(page, summary).isVisible())) await entry(page, tags?.[0] ?? "").click();
        await entry(page, summary).click();
        const panel = section(page, operationId).locator(".panel-request-samples");
        // The choice is remembered from one operation to the next.
        if (!chosen) {
          await panel.getByRole("button", { name: /^(curl|TypeScript)$/ }).click();
          await page.getByRole("menuitem", { name: language, exact: true }).click();
          chosen = language;
        }
        const shown = await panel.getByTestId("source-code").textContent();
        assert.equal(shown?.trim(), (await sampleOf(located)).trim(), operationId);
      }
    });
  }

  it("offers the contract itself for download", async () => {
    const page = await visit();
    for (const [file, original] of [
      ["openapi.yaml", specFile.yaml],
      ["openapi.json", specFile.json],
    ] as const) {
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name: file }).first().click();
      assert.deepEqual(await readFile(await (await download).path()), await readFile(original), file);
    }
  });

  it("works on a phone", async () => {
    const page = await visit("", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const [{ operation } = assert.fail()] = operations;
    await page.getByRole("button", { name: "Open navigation menu" }).tap();
    await entry(page, operation.tags?.[0] ?? "").tap();
    await entry(page, operation.summary ?? "").tap();
    const part = section(page, operation.operationId);
    await part.getByRole("heading", { name: operation.summary ?? "" }).waitFor();
    await part.getByText(/^curl/).first().waitFor();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390, "scrolls sideways");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`follows a ${colorScheme} system with text that can be read`, async () => {
      const page = await visit("", { colorScheme });
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
    });
  }
});
