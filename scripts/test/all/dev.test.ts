import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";
import { type Command, startCommand } from "../../repository/command.ts";
import { createWorkingCopy, type WorkingCopy } from "../../repository/working-copy.ts";

const startLimitMs = 300_000;
const reloadLimitMs = 300_000;
const exampleFile = "spec/examples/getReferral.own.json";

describe("pnpm dev", { timeout: 600_000 }, () => {
  let copy: WorkingCopy;
  let dev: Command;
  let original: string;
  /** The address of the referral in the example. */
  let referral: string;

  before(async () => {
    copy = await createWorkingCopy();
    // What this repository has built already need not be built again; what is built here stays here.
    const env = { ...childEnvironment(copy.root), TURBO_CACHE_DIR: join(repositoryRoot, ".turbo", "cache") };
    const args = [
      join(copy.root, "scripts/dev.ts"),
      "--mock-port",
      "0",
      "--sandbox-port",
      "0",
      "--docs-port",
      "0",
    ];
    dev = startCommand(process.execPath, args, { cwd: copy.root, env: { ...env, TURBO_CACHE: "local:r" } });
    await dev.waitFor(/Ctrl-C stops all\./, startLimitMs);
    const [, mock = ""] = /mock +(\S+)/.exec(dev.output()) ?? [];
    original = await readFile(join(copy.root, exampleFile), "utf8");
    const { paths } = JSON.parse(await readFile(join(copy.root, "spec/dist/openapi.json"), "utf8"));
    const path = Object.keys(paths).find((name) => paths[name].get?.operationId === "getReferral") ?? "";
    referral = mock + path.replace(/\{\w+\}/, JSON.parse(original).id);
  });
  after(async () => {
    dev?.kill();
    await copy?.remove();
  });

  /** The name of the referral in the mock's response. */
  async function nameFromMock(): Promise<string> {
    const response = await fetch(referral, { headers: { authorization: "Bearer any" } });
    return String(JSON.parse(await response.text()).name);
  }

  async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + reloadLimitMs;
    while (performance.now() < deadline) {
      if (await condition()) return;
      await delay(50);
    }
    assert.fail(`${what} did not happen:\n${dev.output()}`);
  }

  const save = (text: string) => writeFile(join(copy.root, exampleFile), text);
  const renamed = (name: string) => original.replace(/"name": "[^"]*"/, `"name": "${name}"`);

  test("a saved example reaches the mock", async () => {
    await save(renamed("Saved once"));
    await until("The mock's reload", async () => (await nameFromMock()) === "Saved once");
    await dev.waitFor(/The contract changed: the mock uses it\./, reloadLimitMs);
  });

  test("a mistake is shown, and the last good version stays up", async () => {
    await save("{ not JSON");
    await dev.waitFor(
      /@partner-referrals\/spec:build: [\s\S]*The last good version stays up\./,
      reloadLimitMs,
    );
    assert.equal(await nameFromMock(), "Saved once");
  });

  test("the mended file is built and served again", async () => {
    // As it was at first, so that all of it comes from the cache.
    await save(original);
    const { name } = JSON.parse(original);
    await until("The mock's reload", async () => (await nameFromMock()) === name);
  });

  test("Ctrl-C ends it with 0", async () => {
    dev.signalGroup("SIGINT");
    assert.deepEqual(await dev.ended(60_000), { code: 0, signal: null });
  });
});
