import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { repositoryRoot } from "@partner-referrals/support/repository";

describe("turbo.json", () => {
  // Turborepo walks from the last folder that a pattern names literally: here through every node_modules.
  test("has no pattern that makes each command walk the whole repository", async () => {
    let files = 0;
    for await (const file of glob(["turbo.json", "{spec,scripts,packages/*}/turbo.json"], {
      cwd: repositoryRoot,
    })) {
      files++;
      const text = await readFile(join(repositoryRoot, file), "utf8");
      const broad = file === "turbo.json" ? /"[{*][^"]*"/g : /"\$TURBO_ROOT\$\/[{*][^"]*"/g;
      assert.deepEqual(text.match(broad), null, file);
    }
    assert.ok(files > 1);
  });
});
