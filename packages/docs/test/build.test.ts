import assert from "node:assert/strict";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { finishPage } from "../build/page.ts";
import { buildSite } from "../build/site.ts";
import { assertSameFile, dist, specFile } from "./site.ts";

describe("the built site", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "docs-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("is the same, byte for byte, whenever and wherever it is built", async () => {
    const again = join(folder, "again");
    await buildSite({ contract: specFile, dist: again, samples: join(folder, "samples") });
    assert.deepEqual((await readdir(again)).sort(), ["index.html", "openapi.json", "openapi.yaml"]);
    for (const file of await readdir(again)) {
      await assertSameFile(join(again, file), join(dist, file));
    }
  });

  it("keeps the last good page when a build fails", async () => {
    const site = join(folder, "kept");
    const broken = join(folder, "broken.json");
    await buildSite({ contract: specFile, dist: site, samples: join(folder, "samples") });
    await copyFile(join(site, "index.html"), join(folder, "before.html"));
    await writeFile(broken, JSON.stringify({ info: { title: "Not OpenAPI", version: "1" }, paths: {} }));
    await assert.rejects(
      buildSite({ contract: { ...specFile, json: broken }, dist: site, samples: join(folder, "samples") }),
      /redocly build-docs failed/,
    );
    await assertSameFile(join(site, "index.html"), join(folder, "before.html"));
    assert.deepEqual((await readdir(site)).sort(), ["index.html", "openapi.json", "openapi.yaml"]);
  });

  it("has no script, style, image or frame of another host, and sends no telemetry", async () => {
    const html = await readFile(join(dist, "index.html"), "utf8");
    const markup = html.replace(/(<script\b[^>]*>).*?<\/script>/gs, "$1</script>");
    const loaded = [
      ...markup.matchAll(/<(?:script|link|img|iframe|source|video|audio|object|embed|use)\b[^>]*>/gi),
    ]
      .flatMap(([tag]) => [...tag.matchAll(/\b(?:src|srcset|href|data|poster)="([^"]*)"/gi)])
      .map(([, url = ""]) => url);
    assert.deepEqual(
      loaded.filter((url) => !/^(data:|#)/.test(url)),
      [],
    );
    assert.doesNotMatch(markup, /@import|url\(["']?(?!["']?(data:|#))/);
    assert.doesNotMatch(html, /cdn\.redoc\.ly/);
    assert.match(html, /"disableTelemetry":true/);
    assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
  });

  it("links within the page, so that it works below any path", async () => {
    const html = await readFile(join(dist, "index.html"), "utf8");
    const [prerendered = ""] = html.split('<script type="module">');
    const absolute = [...prerendered.matchAll(/<a\b[^>]*href="(\/[^"]*)"/g)].map(([, href]) => href);
    assert.deepEqual(absolute, []);
  });

  it("is not built from a page that lacks what has to be changed in it", () => {
    const parts = { description: "", theme: "", favicon: "" };
    assert.throws(
      () => finishPage("<html><head></head></html>", parts),
      /The page that Redocly built has no/,
    );
  });
});
