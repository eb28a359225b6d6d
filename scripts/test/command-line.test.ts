import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

for (const script of ["changes.ts", "release-dry.ts", "hooks.ts"]) {
  test(`${script} explains itself, and a wrong command line with exit code 2`, () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(import.meta.dirname, "..", script), ...args], { encoding: "utf8" });
    for (const wrong of ["--nonsense", "nonsense"]) {
      const { status, stderr } = run(wrong);
      assert.equal(status, 2);
      assert.match(stderr, /nonsense[\s\S]*Usage: /);
    }
    const help = run("--help");
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^Usage: npx --yes pnpm@12 /);
  });
}
