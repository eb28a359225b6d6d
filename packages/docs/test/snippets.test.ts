/** What holds for all guides: nothing in them is written where no test sees it, and nothing is left over. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { describe, test } from "node:test";
import { contract, isObject } from "@partner-referrals/spec/model";
import { diagrams } from "../content/diagrams/index.ts";
import { slug } from "../content/markdown.ts";
import { tables } from "../content/tables/index.ts";
import { snippets } from "./snippets-support.ts";

const root = new URL("../", import.meta.url);
const guides = new Map(
  await Promise.all(
    (await readdir(new URL("guides/", root))).map(
      async (name) =>
        [basename(name, ".md"), await readFile(new URL(`guides/${name}`, root), "utf8")] as const,
    ),
  ),
);
const files = (await readdir(snippets, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map(({ name, parentPath }) => `${basename(parentPath)}/${name}`)
  // Each guide imports the client from where readers have it, beside their own files.
  .filter((file) => !file.endsWith("/referrals.ts") || file.startsWith("getting-started/"));

const testFiles = await readdir(new URL("test/", root), { recursive: true });

/** What the guides include, by kind. */
const included = (kind: string): string[] =>
  [...guides.values()].flatMap((text) =>
    [...text.matchAll(/^<!-- (\w+): (\S+) -->$/gm)].flatMap(([, found, name = ""]) =>
      found === kind ? name : [],
    ),
  );

/** The parts of a snippet that a guide can show. */
function regionsOf(source: string): string[] {
  return [...source.matchAll(/^\s*(?:\/\/|#) region: (\S+)$/gm)].map(([, name = ""]) => name);
}

describe("Snippets", () => {
  for (const file of files) {
    test(`${file} is shown, each region of it, and run by a test`, async () => {
      const source = await readFile(new URL(file, snippets), "utf8");
      const regions = regionsOf(source);
      const ends = source.match(/^\s*(?:\/\/|#) endregion$/gm) ?? [];
      assert.equal(ends.length, regions.length, "each region ends");
      const parts = regions.length > 0 ? regions.map((region) => `${file}#${region}`) : [file];
      assert.deepEqual(
        parts.filter((part) => !included("snippet").includes(part)),
        [],
        "not shown",
      );
      if (!file.endsWith(".json")) assert.ok(await isTested(file), "no test names it");
    });
  }

  test("that the guides show exist", () => {
    assert.deepEqual(
      included("snippet").filter((name) => !files.includes(name.split("#")[0] ?? "")),
      [],
    );
  });

  test("in JSON are examples of the contract", async () => {
    const examples = new Set(examplesIn(contract).map((value) => JSON.stringify(value)));
    const json = files.filter((file) => file.endsWith(".json"));
    assert.ok(json.length > 0);
    for (const file of json) {
      const value = JSON.parse(await readFile(new URL(file, snippets), "utf8"));
      assert.ok(examples.has(JSON.stringify(value)), `${file} is no example of the contract`);
    }
  });

  /** Tests name a snippet by its path, or by its guide and its name; or another snippet imports it. */
  async function isTested(file: string): Promise<boolean> {
    const [guide = "", name = ""] = file.split("/");
    const tests = testFiles.filter((path) => basename(path).startsWith(`snippets-${guide}.`));
    const texts = await Promise.all(tests.map((path) => readFile(new URL(`test/${path}`, root), "utf8")));
    const test = texts.join("\n");
    const sources = await Promise.all(
      files
        .filter((other) => other.startsWith(`${guide}/`) && other.endsWith(".ts"))
        .map((other) => readFile(new URL(other, snippets), "utf8")),
    );
    return (
      [`"${name}"`, `/${name}`, `"${basename(name, ".sh")}"`].some((mention) => test.includes(mention)) ||
      sources.some((source) => source.includes(`from "./${name}"`))
    );
  }
});

describe("Guides", () => {
  for (const [kind, registry] of Object.entries({ table: tables, diagram: diagrams })) {
    test(`show each ${kind} that there is, and no other`, () => {
      assert.deepEqual([...new Set(included(kind))].sort(), Object.keys(registry).sort());
    });
  }

  for (const [name, text] of guides) {
    test(`${name} has a title, a description, and no code of its own`, () => {
      const [, head = "", body = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
      assert.match(head, /^title: \S.+$/m);
      assert.match(head, /^description: \S.+\.$/m);
      assert.doesNotMatch(body, /^\s*(```|~~~)/m);
      assert.doesNotMatch(body, /^# /m);
    });

    if (name === "index") continue;
    test(`${name} is a page long and ends with where to go next`, () => {
      const words = text.split(/\s+/).length;
      assert.ok(words > 250 && words < 1200, `${words} words`);
      const [last = ""] = text.split("\n## ").slice(-1);
      assert.match(last, /^Next\n\n- \[/);
    });

    test(`${name} links to guides and headings that exist`, () => {
      for (const [link, guide = "", heading] of text.matchAll(/\]\(([\w-]+)\.md(?:#([\w-]+))?\)/g)) {
        const target = guides.get(guide);
        assert.ok(target !== undefined, link);
        if (heading) assert.ok(anchorsOf(target).includes(heading), link);
      }
    });
  }
});

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#{2,4} (.+)$/gm)].map(([, heading = ""]) => slug(heading));
}

/** All examples in a document, wherever they are. */
function examplesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(examplesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "examples" && isObject(inner)
      ? Object.values(inner).flatMap((example) =>
          isObject(example) && example.value !== undefined ? [example.value] : [],
        )
      : examplesIn(inner),
  );
}
