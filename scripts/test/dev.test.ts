import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";
import { type Command, startCommand } from "../repository/command.ts";
import { createWorkingCopy, type WorkingCopy } from "../repository/working-copy.ts";

const START_LIMIT_MS = 120_000;
const RELOAD_LIMIT_MS = 90_000;
const EXAMPLE = "spec/examples/getReferral.own.json";

describe("pnpm dev", { timeout: 400_000 }, () => {
  let copy: WorkingCopy;
  let dev: Command;
  let docs: string;
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
    await dev.waitFor(/Ctrl-C stops all\./, START_LIMIT_MS);
    const [, mock = "", docsUrl = ""] = /mock +(\S+)[\s\S]*docs +(\S+)/.exec(dev.output()) ?? [];
    docs = docsUrl;
    original = await readFile(join(copy.root, EXAMPLE), "utf8");
    const { paths } = JSON.parse(await readFile(join(copy.root, "spec/dist/openapi.json"), "utf8"));
    const path = Object.keys(paths).find((name) => paths[name].get?.operationId === "getReferral") ?? "";
    referral = mock + path.replace(/\{\w+\}/, JSON.parse(original).id);
  });
  after(async () => {
    dev?.kill();
    await copy?.remove();
  });

  /** The name of the referral that the mock answers with. */
  async function nameFromMock(): Promise<string> {
    const response = await fetch(referral, { headers: { authorization: "Bearer any" } });
    return String(JSON.parse(await response.text()).name);
  }

  async function pageFromDocs(): Promise<string> {
    return (await fetch(new URL("reference/", docs))).text();
  }

  async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + RELOAD_LIMIT_MS;
    while (performance.now() < deadline) {
      if (await condition()) return;
      await delay(50);
    }
    assert.fail(`${what} did not happen:\n${dev.output()}`);
  }

  const save = (text: string) => writeFile(join(copy.root, EXAMPLE), text);
  const renamed = (name: string) => original.replace(/"name": "[^"]*"/, `"name": "${name}"`);

  test("a saved example reaches the mock, the docs and the open page", async () => {
    const events = await fetch(new URL("live-reload", docs), {
      signal: AbortSignal.timeout(RELOAD_LIMIT_MS),
    });
    const reader = events.body?.getReader();
    await save(renamed("Saved once"));
    await until("The mock's reload", async () => (await nameFromMock()) === "Saved once");
    await until("The docs' rebuild", async () => (await pageFromDocs()).includes("Saved once"));
    let received = "";
    while (!received.includes("data:")) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      assert.ok(!done, "the page was not told to reload");
      received += new TextDecoder().decode(value);
    }
    await reader?.cancel();
    await dev.waitFor(
      /Saved spec\/examples\/getReferral\.own\.json: rebuilt .*@partner-referrals\/docs/,
      RELOAD_LIMIT_MS,
    );
  });

  test("a mistake is shown, and the last good version stays up", async () => {
    await save("{ not JSON");
    await dev.waitFor(
      /The build failed at @partner-referrals\/spec \(build\)[\s\S]*The last good version stays up\./,
      RELOAD_LIMIT_MS,
    );
    assert.equal(await nameFromMock(), "Saved once");
    assert.ok((await pageFromDocs()).includes("Saved once"));
  });

  test("the mended file is built and served again", async () => {
    // As it was at first, so that all of it comes from the cache.
    await save(original);
    const { name } = JSON.parse(original);
    await until("The mock's reload", async () => (await nameFromMock()) === name);
    await until("The docs' rebuild", async () => !(await pageFromDocs()).includes("Saved once"));
    await dev.waitFor(/The build works again\./, RELOAD_LIMIT_MS);
  });

  test("Ctrl-C ends it with 0", async () => {
    dev.signalGroup("SIGINT");
    assert.deepEqual(await dev.ended(10_000), { code: 0, signal: null });
  });
});
