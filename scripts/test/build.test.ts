import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { type BuildOutcome, build, changedPackages, describeFailure } from "../repository/build.ts";
import { listBuiltFiles } from "../repository/built-files.ts";
import { createWorkingCopy, type WorkingCopy } from "../repository/working-copy.ts";

const run = promisify(execFile);
const CONTRACT = "spec/openapi.yaml";

/** Every built file of a copy with the hash of its content. */
async function fingerprints(root: string): Promise<Map<string, string>> {
  const files = await listBuiltFiles(root);
  const entries = files.map(async (file): Promise<[string, string]> => {
    const content = await readFile(join(root, file));
    return [file, createHash("sha256").update(content).digest("hex")];
  });
  return new Map(await Promise.all(entries));
}

/** Every file of a copy that is neither installed nor made by building. */
async function listSources(root: string): Promise<string[]> {
  const exclude = (path: string) =>
    /^(node_modules|dist|generated|\.turbo|\.build|\.astro)$/.test(basename(path));
  const files: string[] = [];
  for await (const file of glob("**", { cwd: root, exclude })) files.push(file);
  return files.sort();
}

function assertBuilt(outcome: BuildOutcome): void {
  assert.ok(outcome.ok, describeFailure(outcome));
}

describe("the build", { timeout: 400_000 }, () => {
  let copy: WorkingCopy;
  let first: BuildOutcome;

  before(async () => {
    copy = await createWorkingCopy();
    first = await build({ root: copy.root });
    assertBuilt(first);
  });
  after(() => copy?.remove());

  /** Edits a file, runs `work`, and puts the file back. */
  async function withEdit(
    file: string,
    edit: (text: string) => string,
    work: () => Promise<void>,
  ): Promise<void> {
    const path = join(copy.root, file);
    const original = await readFile(path, "utf8");
    const edited = edit(original);
    assert.notEqual(edited, original, `the edit of ${file} changes nothing`);
    await writeFile(path, edited);
    try {
      await work();
    } finally {
      await writeFile(path, original);
    }
  }

  test("starts from nothing in a copy", () => {
    assert.deepEqual(
      first.steps.filter(({ cached }) => cached),
      [],
    );
  });

  test("is byte for byte the same here as in the copy", async () => {
    assertBuilt(await build());
    const [built, builtElsewhere] = await Promise.all([
      fingerprints(copy.root),
      fingerprints(repositoryRoot),
    ]);
    assert.ok(built.size > 10, "hardly anything was built");
    // Here there may be files of former builds, too.
    assert.deepEqual(
      [...built.keys()].filter((file) => built.get(file) !== builtElsewhere.get(file)),
      [],
    );
  });

  test("comes from the cache when nothing changed", async () => {
    const again = await build({ root: copy.root });
    assertBuilt(again);
    assert.deepEqual(
      again.steps.filter(({ cached }) => !cached),
      [],
    );
    assert.equal(again.steps.length, first.steps.length);
  });

  test("of a changed description rebuilds contract, types, client and docs, and not the mock", async () => {
    const describeBetter = (text: string) => text.replace(/description: \|\n( +)/, "$&A better word.\n\n$1");
    await withEdit(CONTRACT, describeBetter, async () => {
      const next = await build({ root: copy.root });
      assertBuilt(next);
      const expected = ["client", "docs", "spec", "types"].map((name) => `@partner-referrals/${name}`);
      assert.deepEqual(changedPackages(first, next).sort(), expected);
      assert.match(await readFile(join(copy.root, "spec/dist/openapi.yaml"), "utf8"), /A better word\./);
    });
    // And back: all of it is still in the cache.
    const back = await build({ root: copy.root });
    assert.deepEqual(changedPackages(first, back), []);
    assert.doesNotMatch(await readFile(join(copy.root, "spec/dist/openapi.yaml"), "utf8"), /A better word\./);
  });

  test("that fails names the step, the reason and the way to run it alone", async () => {
    await withEdit(
      CONTRACT,
      (text) => text.replace("paths:", "paths: {"),
      async () => {
        const broken = await build({ root: copy.root });
        assert.equal(broken.ok, false);
        assert.deepEqual(
          broken.failures.map(({ id }) => id),
          ["@partner-referrals/spec#build"],
        );
        const text = describeFailure(broken);
        assert.match(text, /The build failed at @partner-referrals\/spec \(build\):/);
        assert.match(text, /openapi\.yaml/);
        assert.match(text, /npx --yes pnpm@12 --filter @partner-referrals\/spec build/);
      },
    );
  });

  test("says what Turborepo says when no step is to blame", async () => {
    await withEdit(
      "turbo.json",
      (text) => text.replace("{", "{{"),
      async () => {
        const outcome = await build({ root: copy.root });
        assert.equal(outcome.ok, false);
        assert.match(describeFailure(outcome), /^The build failed\.[\s\S]*turbo\.json/);
      },
    );
  });

  test("is undone by clean, cache included, and by nothing else", async () => {
    const sources = await listSources(copy.root);
    await run(process.execPath, ["scripts/clean.ts"], { cwd: copy.root });
    assert.deepEqual(await listSources(copy.root), sources);
    assert.deepEqual(await listBuiltFiles(copy.root), []);
    const caches = [".turbo", "spec/.turbo", "packages/mock/.turbo"].map((path) => join(copy.root, path));
    assert.deepEqual(caches.filter(existsSync), []);
  });
});
