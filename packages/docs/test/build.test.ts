import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { finish } from "../build/finish/finish.ts";
import { htmlFolder } from "../build/folders.ts";
import { readGuides } from "../build/guides.ts";
import { linkResolver } from "../build/links.ts";
import { extractRedoc } from "../build/redoc/extract.ts";
import { contract, dist, pages } from "./site.ts";

const page = { path: "guides/one", title: "One", description: "One.", body: () => "" };

const slug = (heading: string) => heading.toLowerCase().replace(/[^a-z0-9]+/g, "-");

describe("the built site", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "docs-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("says where it is when that is known", async () => {
    const target = join(folder, "with-url");
    const known = pages.map((path) => ({ ...page, path: path.replace(/\/$/, "") || "index" }));
    const html = join(folder, "html");
    await cp(htmlFolder, html, { recursive: true });
    await finish({ html, dist: target, pages: known, url: "https://docs.example/referrals" });
    const sitemap = await readFile(join(target, "sitemap.xml"), "utf8");
    for (const path of pages) {
      const address = `https://docs.example/referrals/${path}`;
      assert.ok(sitemap.includes(`<loc>${address}</loc>`), address);
      const text = await readFile(join(target, path, "index.html"), "utf8");
      assert.ok(text.includes(`<link rel="canonical" href="${address}">`), address);
    }
  });

  it("is not replaced when a link leads nowhere", async () => {
    const html = join(folder, "broken");
    await cp(htmlFolder, html, { recursive: true });
    const file = join(html, "index.html");
    const text = await readFile(file, "utf8");
    await writeFile(
      file,
      text.replace("</main>", '<a href="/guides/#none">1</a><a href="/#none">2</a></main>'),
    );
    const target = join(folder, "kept");
    await assert.rejects(
      finish({ html, dist: target, pages: [] }),
      /index\.html: \/guides\/#none \(no such page\)\n {2}index\.html: \/#none \(no such anchor\)/,
    );
    await assert.rejects(readdir(target), { code: "ENOENT" });
  });

  it("loads and links nothing by an absolute path, and allows no inline script or style", async () => {
    for (const path of pages) {
      const text = await readFile(join(dist, path, "index.html"), "utf8");
      assert.doesNotMatch(text, /\s(?:href|src)="\//, path);
      assert.doesNotMatch(text, /<[a-z][^<>]*\sstyle="/, path);
      const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
      assert.match(policy, /^default-src 'none'; script-src 'self' /, path);
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/, path);
    }
  });

  it("weighs less than 150 kB, compressed, on each guide", async () => {
    const { gzipSync } = await import("node:zlib");
    const size = async (file: string) => gzipSync(await readFile(file)).length;
    for (const path of pages.filter((each) => each.startsWith("guides/"))) {
      const text = await readFile(join(dist, path, "index.html"), "utf8");
      const files = [...text.matchAll(/(?:src|href)="([^"#]+\.(?:js|css|svg))"/g)].map(
        ([, file = ""]) => file,
      );
      assert.ok(files.length > 2);
      const sizes = await Promise.all(["index.html", ...files].map((file) => size(join(dist, path, file))));
      const total = sizes.reduce((sum, each) => sum + each, 0);
      assert.ok(total < 150_000, `${path} weighs ${total} bytes`);
    }
  });

  it("has each page as Markdown, which links to Markdown, and lists them in llms.txt", async () => {
    const list = await readFile(join(dist, "llms.txt"), "utf8");
    for (const path of pages) {
      const file = path === "" ? "index.md" : `${path.replace(/\/$/, "")}.md`;
      const text = await readFile(join(dist, file), "utf8");
      assert.match(text, /^# .+\n\n> .+\n/);
      assert.doesNotMatch(text, /<!-- |<svg|\]\((?:operation|schema|webhook|page|file):/, file);
      assert.ok(path === "" || list.includes(`](${file}): `), `${file} is not listed`);
      for (const [, link = "", anchor] of text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
        const target = link ? await readFile(join(dist, file, "..", link), "utf8") : text;
        if (anchor && (link || file).endsWith("reference.md")) {
          const headings = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));
          assert.ok(headings.includes(anchor), `${file}: ${link}#${anchor}`);
        }
      }
    }
  });

  it("has a Postman collection with every operation", async () => {
    const collection = await readFile(join(dist, "postman-collection.json"), "utf8");
    const names: string[] = [];
    JSON.parse(collection, (_, value) => {
      if (value?.request && value.name) names.push(value.name);
      return value;
    });
    const summaries = Object.values(contract.paths).flatMap((item) =>
      [item.get, item.put, item.post, item.patch].flatMap((operation) => operation?.summary ?? []),
    );
    assert.deepEqual([...new Set(names)].sort(), [...new Set(summaries)].sort());
  });
});

describe("a build is refused", () => {
  it("when a page links to what does not exist", () => {
    const resolve = linkResolver(contract, [page], []);
    for (const link of ["operation:none", "schema:None", "page:guides/none", "file:none.yaml", "none.md#x"]) {
      assert.throws(() => resolve(page, `[text](${link})`, "browser"), /which does not exist/, link);
    }
  });

  it("when a guide is missing", async () => {
    await assert.rejects(readGuides(["none"], contract), { code: "ENOENT" });
  });

  it("when Redocly's page has not the parts that the site takes from it", () => {
    assert.throws(() => extractRedoc("<html></html>"), /Redocly's page has no part from/);
  });
});

describe("links", () => {
  it("lead browsers from the root of the site and machines from file to file", () => {
    const other = { ...page, path: "packages/client" };
    const resolve = linkResolver(contract, [page, other], ["openapi.yaml"]);
    const text =
      "[a](operation:getReferral) [b](schema:Member) [c](page:packages/client#x) [d](file:openapi.yaml)";
    assert.equal(
      resolve(page, text, "browser"),
      "[a](/reference/#/referrals/getreferral) [b](/reference/#/schemas/member) [c](/packages/client/#x) [d](/openapi.yaml)",
    );
    assert.equal(
      resolve(page, text, "machine"),
      "[a](../reference.md#get-a-referral) [b](../reference.md#member) [c](../packages/client.md#x) [d](../openapi.yaml)",
    );
  });
});
