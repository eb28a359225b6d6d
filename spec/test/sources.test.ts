import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { rootFiles } from "../build/bundle.ts";
import { walk } from "../build/document.ts";

const spec = join(import.meta.dirname, "..");

test("every file of the contract is referred to, from a root file on", () => {
  const reached = new Set<string>();
  for (const file of rootFiles) reach(file, reached);
  const files = globSync("{paths,webhooks,schemas,parameters,headers,responses,security}/**/*.yaml", {
    cwd: spec,
  });
  assert.deepEqual(
    files.filter((file) => !reached.has(file)),
    [],
    "Refer to these files with $ref, or delete them.",
  );
});

/** Adds a file, and all that it refers to. */
function reach(file: string, reached: Set<string>): void {
  if (reached.has(file)) return;
  reached.add(file);
  walk(parse(readFileSync(join(spec, file), "utf8")), ({ $ref }) => {
    if (typeof $ref === "string" && !$ref.startsWith("#")) {
      reach(relative(spec, join(spec, dirname(file), $ref)), reached);
    }
  });
}
