import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { walk } from "../build/document.ts";
import { contract } from "./contract.ts";

const evidence = readFileSync(join(import.meta.dirname, "../EVIDENCE.md"), "utf8");
const sources = evidence.slice(evidence.indexOf("## Sources"), evidence.indexOf("## Names"));
const keys = new Set([...sources.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, key]) => key));
const used = new Set<unknown>();
walk(contract, (node) => {
  if (Array.isArray(node["x-source"])) for (const key of node["x-source"]) used.add(key);
});

test("every source that the contract names is listed in EVIDENCE.md", () => {
  assert.deepEqual(
    [...used].filter((key) => !keys.has(String(key))),
    [],
  );
});

test("every source in EVIDENCE.md is named by the contract", () => {
  assert.deepEqual(
    [...keys].filter((key) => !used.has(key)),
    [],
  );
});
