import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { parse } from "yaml";

const read = (file: string) => readFileSync(join(repositoryRoot, file), "utf8");
const renovate = JSON.parse(read(".github/renovate.json"));
const workspace = parse(read("pnpm-workspace.yaml"));
const rules: { description?: string; matchPackageNames?: string[]; matchDepNames?: string[] }[] =
  renovate.packageRules;

test("Renovate waits as long as pnpm does", () => {
  const [, days] = /^(\d+) days?$/.exec(renovate.minimumReleaseAge) ?? [];
  assert.equal(Number(days) * 24 * 60, workspace.minimumReleaseAge);
  assert.equal(renovate.internalChecksFilter, "strict");
});

test("pnpm judges engines by the Node that the repository brings", () => {
  assert.equal(workspace.nodeVersion, workspace.catalog.node);
});

test("Renovate pins versions, and actions to commits", () => {
  assert.equal(renovate.rangeStrategy, "pin");
  assert.ok(renovate.extends.includes("helpers:pinGitHubActionDigestsToSemver"));
});

test("each rule gives its reason, and is about a dependency that we have", () => {
  const names = [...Object.keys(workspace.catalog), ...Object.keys(workspace.catalogs.typescript5)];
  for (const rule of rules) {
    assert.ok(rule.description);
    for (const pattern of [...(rule.matchPackageNames ?? []), ...(rule.matchDepNames ?? [])]) {
      const start = pattern.replace(/\*+$/, "");
      const isKnown = (name: string) => (start === pattern ? name === pattern : name.startsWith(start));
      assert.ok(names.some(isKnown), `No dependency is named ${pattern}.`);
    }
  }
});
