import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type BuildStep, build, describeFailure } from "../repository/build.ts";
import { listBuiltFiles, outputFolders, removeBuilt } from "../repository/built-files.ts";
import { createFixtureRepository } from "./support/fixture-repository.ts";

describe("the build", { timeout: 600_000 }, () => {
  const { root, setBuild, remove } = createFixtureRepository();
  const output = join(root, "packages/fixture/dist/output.txt");
  const writeOutput =
    'import { mkdirSync, writeFileSync } from "node:fs";\nmkdirSync("dist", { recursive: true });\n';
  after(remove);

  test("comes from the cache when nothing changed", async () => {
    setBuild(`${writeOutput}writeFileSync("dist/output.txt", "built");`);
    const first = await build({ root });
    assert.ok(first.ok, describeFailure(first));
    assert.deepEqual(first.steps, [{ id: "fixture#build", cached: false }]);
    const followed: BuildStep[] = [];
    const again = await build({ root, onStep: (step) => followed.push(step) });
    assert.deepEqual(again.steps, [{ id: "fixture#build", cached: true }]);
    assert.deepEqual(followed, again.steps);
  });

  test("is undone by clean, and by nothing else", async () => {
    assert.deepEqual(await listBuiltFiles(root), [join("packages", "fixture", "dist", "output.txt")]);
    await removeBuilt(root, outputFolders);
    assert.deepEqual(await listBuiltFiles(root), []);
    assert.ok(existsSync(join(root, "packages/fixture/build/build.mjs")));
  });

  test("that fails names the step, the reason and the way to run it alone", async () => {
    setBuild('console.error("contract.yaml: line 7 is wrong");\nprocess.exitCode = 1;');
    const outcome = await build({ root });
    assert.equal(outcome.ok, false);
    assert.deepEqual(outcome.failures, [{ id: "fixture#build", output: "contract.yaml: line 7 is wrong" }]);
    assert.equal(
      describeFailure(outcome),
      "The build failed at fixture (build):\n\ncontract.yaml: line 7 is wrong\n\n" +
        "To run this step alone: npx --yes pnpm@12 --filter fixture build",
    );
  });

  test("that is interrupted stops its steps before it ends", async () => {
    const log = JSON.stringify(output);
    setBuild(`${writeOutput}setInterval(() => writeFileSync(${log}, String(Date.now())), 20);`);
    await removeBuilt(root, outputFolders);
    const controller = new AbortController();
    const building = build({ root, signal: controller.signal });
    while (!existsSync(output)) await delay(20);
    controller.abort();
    await building;
    const last = readFileSync(output, "utf8");
    await delay(200);
    assert.equal(readFileSync(output, "utf8"), last);
  });

  test("reports what Turborepo reports when no step failed", async () => {
    const file = join(root, "turbo.json");
    const original = readFileSync(file, "utf8");
    writeFileSync(file, original.replace("{", "{{"));
    const outcome = await build({ root });
    writeFileSync(file, original);
    assert.equal(outcome.ok, false);
    assert.match(describeFailure(outcome), /^The build failed\.[\s\S]*turbo\.json/);
  });
});
