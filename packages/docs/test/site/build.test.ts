import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { contract } from "@partner-referrals/spec/model";
import { linkResolver } from "../../build/links.ts";
import { readGuides } from "../../content/guides.ts";
import { slug } from "../../content/markdown.ts";
import { postprocess } from "../../postprocess/postprocess.ts";
import { dist, pages } from "./site.ts";

const page = {
  path: "guides/one",
  title: "One",
  description: "One.",
  kind: "guide" as const,
  body: () => "",
};

/** What Astro makes of a few pages, as far as the steps after it read it. */
async function smallSite(html: string, home = ""): Promise<void> {
  const shell = (title: string, main: string) =>
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main>${main}</main></body></html>`;
  const files = {
    "index.html": shell("Home", `<a href="/guides/one/">One</a>${home}`),
    "guides/one/index.html": shell("One", '<a href="/">Home</a>'),
    "404.html": shell("Not found", '<a href="/">Home</a>'),
    "_astro/page.css": "main{}",
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(html, file)), { recursive: true });
    await writeFile(join(html, file), text);
  }
}

describe("what is built", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "docs-"));
  });
  after(() => rm(folder, { recursive: true }));

  test("says where it is when that is known", async () => {
    const target = join(folder, "with-url");
    const html = join(folder, "html");
    await smallSite(html);
    const known = [{ ...page, path: "index" }, page];
    await postprocess({ html, dist: target, pages: known, url: "https://docs.example/referrals" });
    const sitemap = await readFile(join(target, "sitemap.xml"), "utf8");
    for (const path of ["", "guides/one/"]) {
      const address = `https://docs.example/referrals/${path}`;
      assert.ok(sitemap.includes(`<loc>${address}</loc>`), address);
      const text = await readFile(join(target, path, "index.html"), "utf8");
      assert.ok(text.includes(`<link rel="canonical" href="${address}">`), address);
      assert.match(
        text,
        /<meta property="og:image" content="https:\/\/docs\.example\/referrals\/preview\.png">/,
      );
      const [, data = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text) ?? [];
      assert.equal(JSON.parse(data)["@graph"][0].url, address);
    }
  });

  test("has a feed of the changelog, and rules for robots that name the sitemap", async () => {
    const feed = await readFile(join(folder, "with-url", "changelog.xml"), "utf8");
    const titles = [...feed.matchAll(/<title>(@partner-referrals\/[^<]+)<\/title>/g)];
    assert.ok(titles.length >= 5);
    const robots = await readFile(join(folder, "with-url", "robots.txt"), "utf8");
    assert.match(robots, /^Sitemap: https:\/\/docs\.example\/referrals\/sitemap\.xml$/m);
    const notFound = await readFile(join(folder, "with-url", "404.html"), "utf8");
    assert.ok(notFound.includes('href="/referrals/"'));
  });

  test("is not replaced when a link leads nowhere", async () => {
    const html = join(folder, "broken");
    await smallSite(html, '<a href="/guides/#none">1</a><a href="/#none">2</a>');
    const target = join(folder, "kept");
    await assert.rejects(
      postprocess({ html, dist: target, pages: [] }),
      /index\.html: \/guides\/#none \(no such page\)\n {2}index\.html: \/#none \(no such anchor\)/,
    );
    await assert.rejects(readdir(target), { code: "ENOENT" });
  });
});

describe("the built site", () => {
  test("loads and links nothing by an absolute path, and allows no inline script or style", async () => {
    for (const path of pages) {
      const text = await readFile(join(dist, path, "index.html"), "utf8");
      assert.doesNotMatch(text, /\s(?:href|src)="\//, path);
      assert.doesNotMatch(text, /<[a-z][^<>]*\sstyle="/, path);
      const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
      assert.match(policy, /^default-src 'none'; script-src 'self' /, path);
      // A form may send requests to this machine and to the server of its operation.
      const form = /details class="[^"]*try-it[^>]* data-server="([^"]*)"/.exec(text)?.[1];
      const targets = form ? ` http://127.0.0.1:* http://localhost:* ${form}` : "";
      const others = policy.replace(`connect-src 'self'${targets}; `, "");
      assert.notEqual(others, policy, path);
      assert.doesNotMatch(others, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/, path);
    }
  });

  test("weighs at most 80 kB, compressed, on each page of guides and of the reference", async () => {
    const { gzipSync } = await import("node:zlib");
    const known = new Map<string, number>();
    const size = async (file: string) => {
      const bytes = known.get(file) ?? gzipSync(await readFile(file)).length;
      known.set(file, bytes);
      return bytes;
    };
    for (const path of pages.filter((each) => /^(?:guides|reference)\//.test(each))) {
      const text = await readFile(join(dist, path, "index.html"), "utf8");
      const files = [...text.matchAll(/(?:src|href)="([^"#]+\.(?:js|css|svg))"/g)].map(
        ([, file = ""]) => file,
      );
      assert.ok(files.length > 2);
      const sizes = await Promise.all(["index.html", ...files].map((file) => size(join(dist, path, file))));
      const total = sizes.reduce((sum, each) => sum + each, 0);
      assert.ok(total <= 80_000, `${path} weighs ${total} bytes`);
    }
  });

  test("has each page as Markdown, which links to Markdown, and lists them in llms.txt", async () => {
    const list = await readFile(join(dist, "llms.txt"), "utf8");
    for (const path of pages) {
      const file = path === "" ? "index.md" : `${path.replace(/\/$/, "")}.md`;
      const text = await readFile(join(dist, file), "utf8");
      assert.match(text, /^# .+\n\n> .+\n/);
      assert.doesNotMatch(text, /<!-- |<svg|\]\((?:operation|schema|webhook|page|file):/, file);
      assert.ok(path === "" || list.includes(`](${file}): `), `${file} is not listed`);
      for (const [, link = "", anchor] of text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
        const target = link ? await readFile(join(dist, file, "..", link), "utf8") : text;
        if (anchor && !(link || file).includes("packages/")) {
          const headings = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));
          const ids = [...target.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id);
          assert.ok([...headings, ...ids].includes(anchor), `${file}: ${link}#${anchor}`);
        }
      }
    }
  });
});

describe("a build fails", () => {
  test("when a page links to what does not exist", () => {
    const resolve = linkResolver(contract, [page], []);
    for (const link of ["operation:none", "schema:None", "page:guides/none", "file:none.yaml", "none.md#x"]) {
      assert.throws(() => resolve(page, `[text](${link})`, "html"), /which does not exist/, link);
    }
  });

  test("when a guide is missing", async () => {
    await assert.rejects(readGuides(["none"], contract), { code: "ENOENT" });
  });
});

describe("links", () => {
  test("lead from the root of the site in HTML, and from file to file in Markdown", () => {
    const other = { ...page, path: "packages/client" };
    const resolve = linkResolver(contract, [page, other], ["openapi.yaml"]);
    const text =
      '[a](operation:getReferral) <a href="schema:Member">b</a> [c](page:packages/client#x) [d](file:openapi.yaml)';
    assert.equal(
      resolve(page, text, "html"),
      '[a](/reference/operations/get-referral/) <a href="/reference/schemas/member/">b</a> [c](/packages/client/#x) [d](/openapi.yaml)',
    );
    assert.equal(
      resolve(page, text, "markdown"),
      '[a](../reference/operations/get-referral.md) <a href="../reference/schemas/member.md">b</a> [c](../packages/client.md#x) [d](../openapi.yaml)',
    );
  });
});
