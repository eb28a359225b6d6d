import assert from "node:assert/strict";
import { test } from "node:test";
import { launchersOf } from "../serving/launchers.ts";

/** A chain of processes, the outermost first, as `npx pnpm start` makes it on Linux. */
function chain(...commands: string[]) {
  return commands.map((command, index) => ({ pid: index + 10, parent: index + 9, command }));
}

const OURSELVES = "node scripts/start.ts";

test("the launchers are everything between us and the outermost package manager", () => {
  const processes = chain(
    "/usr/sbin/sshd",
    "-bash",
    "npm exec pnpm@12 start",
    "sh -c 'pnpm' start",
    "/root/.npm/_npx/9c70/node_modules/.bin/pnpm start",
    "sh -c trap 'true' INT; node scripts/start.ts",
    OURSELVES,
  );
  assert.deepEqual(launchersOf(16, processes), [15, 14, 13, 12]);
});

test("a shell that started npx is none: its end must not be ours", () => {
  const processes = chain("sh -c npx --yes pnpm@12 start & sleep 1", "npm exec pnpm@12 start", OURSELVES);
  assert.deepEqual(launchersOf(12, processes), [11]);
});

test("started by node alone, there are none", () => {
  assert.deepEqual(launchersOf(11, chain("-zsh", OURSELVES)), []);
  assert.deepEqual(launchersOf(11, []), []);
});
