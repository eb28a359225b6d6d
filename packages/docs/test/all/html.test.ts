/** Every page is valid HTML, by the standard and by the rules of html-validate. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { dist, pages } from "../site/site.ts";
import { htmlErrors } from "./html-errors.ts";

describe("HTML", () => {
  for (const file of [...pages.map((path) => `${path}index.html`), "404.html"]) {
    test(`${file} is valid`, async () => {
      assert.deepEqual(await htmlErrors(await readFile(join(dist, file), "utf8")), []);
    });
  }

  test("that is not valid is noticed", async () => {
    const errors = await htmlErrors(
      '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body><p id="a"><div id="a"></div></p></body></html>',
    );
    assert.ok(errors.some((error) => error.startsWith("no-dup-id: ")));
    assert.ok(errors.length >= 2);
  });
});
