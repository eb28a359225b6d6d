import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "node-html-parser";
import type { Page } from "playwright-core";
import { isObject } from "../build/contract.ts";
import { operationSamples } from "../build/reference/samples.ts";
import { contract, dist, operations, schemas, siteInBrowser, specFile, webhooks } from "./site.ts";

const samples = await operationSamples(contract);
const hashOf = async (file: string) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

describe("the reference without scripts", async () => {
  const html = await readFile(`${dist}reference/index.html`, "utf8");
  const main = parse(html, { blockTextElements: { script: true, style: true } }).querySelector("main");
  const text = main?.textContent.replace(/\s+/g, " ") ?? "";
  const holds = (part: string) => assert.ok(text.includes(part.replace(/\s+/g, " ").trim()), part);

  it("has the text of every operation and webhook, and its samples", () => {
    for (const { operation, method, path } of [...operations, ...webhooks]) {
      holds(operation.summary ?? assert.fail());
      holds(operation.operationId);
      if (path.startsWith("/")) holds(`${method.toUpperCase()} `);
      for (const { source } of samples.get(operation.operationId) ?? []) holds(source.split("\n")[0] ?? "");
      for (const status of Object.keys(operation.responses ?? {})) holds(status);
    }
  });

  it("has every error answer and header, and what operations and schemas rest on", async () => {
    const { responses = {}, headers = {} } = contract.components ?? {};
    for (const name of [...Object.keys(responses), ...Object.keys(headers)]) holds(name);
    const evidence = fileURLToPath(import.meta.resolve("@partner-referrals/spec/evidence.json"));
    const links = new Set(main?.querySelectorAll("a").map((link) => link.getAttribute("href")));
    const { sources, ...rated } = JSON.parse(await readFile(evidence, "utf8"));
    for (const { documented = [] } of [
      ...Object.values(rated.operations),
      ...Object.values(rated.schemas),
    ] as {
      documented?: string[];
    }[]) {
      for (const key of documented) if (sources[key]?.url) assert.ok(links.has(sources[key].url), key);
    }
  });

  it("has the text of every schema and property", () => {
    for (const [name, schema] of Object.entries(contract.components?.schemas ?? {})) {
      holds(name);
      assert.ok(isObject(schema));
      const words = (value: unknown) =>
        // Markdown becomes markup: what is left to compare are the words before the first of it.
        typeof value === "string" ? (value.split(/[`*_[\n|"']/)[0] ?? "") : "";
      holds(words(schema.description));
      for (const [property, details] of Object.entries(
        isObject(schema.properties) ? schema.properties : {},
      )) {
        holds(property);
        if (isObject(details)) holds(words(details.description));
      }
    }
  });
});

/** Goes to a place of the reference, as a link does. */
async function go(page: Page, route: string): Promise<void> {
  await page.evaluate((fragment) => {
    location.hash = fragment;
  }, route);
}

describe("the reference", { concurrency: 2 }, () => {
  const site = siteInBrowser();

  it("has the routes of the one navigation, to every operation, webhook and schema", async () => {
    await site.onPage("reference/", async (page) => {
      const routesOf = (selector: string) =>
        page
          .locator(selector)
          .evaluateAll((links) =>
            links.map((link) => new URL((link as HTMLAnchorElement).href).hash.slice(1)),
          );
      const wanted = await routesOf('nav.sidebar a[href*="#/"]');
      assert.equal(wanted.length, operations.length + webhooks.length + schemas.length);

      // Redoc's own list of entries, which the site hides, has the entries of the tag that is shown.
      const found = new Set<string>();
      for (const tag of new Set(wanted.map((route) => route.split("/")[1] ?? ""))) {
        await go(page, `/${tag}`);
        const first = wanted.find((route) => route.startsWith(`/${tag}/`));
        await page.locator(`#redoc .menu-content a[href="#${first}"]`).waitFor({ state: "attached" });
        for (const route of await routesOf(`#redoc .menu-content a[href^="#/${tag}/"]`)) found.add(route);
      }
      assert.deepEqual([...found].sort(), wanted.sort());

      for (const route of [wanted[0], wanted.find((each) => each.endsWith("/referral")), wanted.at(-1)]) {
        await go(page, route ?? "");
        await page.locator(`#redoc [data-section-id="${route}"] h2`).first().waitFor();
        assert.equal(await page.locator('nav.sidebar [aria-current="page"]').count(), 1);
      }
    });
  });

  it("opens where its address says", async () => {
    for (const { operation } of operations.slice(-2)) {
      const id = operation.operationId.toLowerCase();
      const tag = operation.tags?.[0]?.toLowerCase().replaceAll(" ", "-");
      await site.onPage(`reference/#/${tag}/${id}`, async (page) => {
        const heading = page.locator(`#redoc [data-section-id="/${tag}/${id}"] h2`).first();
        await heading.waitFor();
        assert.equal(await heading.textContent(), operation.summary);
        await page.waitForFunction((section) => {
          const { top } = document.querySelector(section)?.getBoundingClientRect() ?? { top: -1 };
          return top >= 0 && top < innerHeight;
        }, `#redoc [data-section-id="/${tag}/${id}"] h2`);
      });
    }
  });

  it("shows each operation as curl, with the client, and with plain fetch", async () => {
    await site.onPage("reference/", async (page) => {
      for (const label of ["curl", "TypeScript", "fetch"] as const) {
        for (const [index, { operation }] of operations.entries()) {
          const id = operation.operationId.toLowerCase();
          const tag = operation.tags?.[0]?.toLowerCase().replaceAll(" ", "-");
          await go(page, `/${tag}/${id}`);
          const panel = page.locator(`#redoc [data-section-id="/${tag}/${id}"] .panel-request-samples`);
          // The choice holds for all operations.
          if (index === 0) {
            await panel.getByRole("button", { name: /^(curl|TypeScript|fetch)$/ }).click();
            await page.getByRole("menuitem", { name: label, exact: true }).press("Enter");
          }
          const shown = await panel.getByTestId("source-code").textContent();
          const sample = samples.get(operation.operationId)?.find((each) => each.label === label);
          assert.equal(shown?.trim(), sample?.source.trim(), `${operation.operationId} as ${label}`);
        }
      }
    });
  });

  it("follows the switch of the colours", async () => {
    await site.onPage("reference/", async (page) => {
      await page.locator("#redoc h2").first().waitFor();
      for (const theme of ["dark", "light"]) {
        await page.getByLabel("Select theme").first().selectOption(theme);
        assert.ok(await page.evaluate((name) => document.documentElement.classList.contains(name), theme));
      }
    });
  });

  it("offers the contract itself for download", async () => {
    for (const [file, original] of Object.entries(specFile)) {
      const answer = await fetch(`${site.url()}${file}`);
      const hash = createHash("sha256")
        .update(await answer.bytes())
        .digest("hex");
      assert.equal(hash, await hashOf(original));
    }
  });
});
