import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { changelogFeed, readReleases } from "../build/changelog.ts";

const files = {
  "packages/client/package.json": '{ "name": "client", "version": "0.2.0" }',
  "packages/client/CHANGELOG.md":
    "# client\n\n## 0.2.0\n\n_2026-04-17_\n\n### Minor Changes\n\n- More.\n\n## 0.1.0\n\nThe first version.\n",
  "packages/tools/package.json": '{ "name": "tools", "version": "0.0.0", "private": true }',
  "spec/package.json": '{ "name": "@partner-referrals/spec", "version": "0.1.0" }',
  ".changeset/README.md": "How to write one.\n",
  ".changeset/next.md": '---\n"client": patch\n---\n\nWhat comes next.\n',
};

describe("the changelog", () => {
  let root: URL;
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "changelog-"));
    root = pathToFileURL(`${folder}/`);
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
  });
  after(() => rm(root, { recursive: true }));

  test("has what waits for a release, and the dates that releases have written", async () => {
    assert.deepEqual(await readReleases(root), [
      { name: "@partner-referrals/spec", releases: [] },
      {
        name: "client",
        releases: [
          { version: "Unreleased", text: "What comes next." },
          { version: "0.2.0", date: "2026-04-17", text: "### Minor Changes\n\n- More." },
          { version: "0.1.0", text: "The first version." },
        ],
      },
    ]);
  });

  test("is a feed of releases only, with their dates", async () => {
    const feed = await changelogFeed("https://docs.example", root);
    const titles = [...feed.matchAll(/<title>(client [^<]+)<\/title>/g)].map(([, title]) => title);
    assert.deepEqual(titles, ["client 0.2.0", "client 0.1.0"]);
    assert.deepEqual(feed.match(/<pubDate>.*<\/pubDate>/g), [
      "<pubDate>Fri, 17 Apr 2026 00:00:00 GMT</pubDate>",
    ]);
  });
});
