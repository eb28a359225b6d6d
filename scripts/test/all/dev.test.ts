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
/** A description of the contract, and where a reader finds it. */
const described = {
  file: "spec/schemas/Address.yaml",
  bundle: "spec/dist/openapi.yaml",
  types: "packages/types/dist/schemas.d.ts",
  page: "reference/schemas/address/",
};

describe("pnpm dev", { timeout: 600_000 }, () => {
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
    await dev.waitFor(/Ctrl-C stops all\./, startLimitMs);
    const [, mock = ""] = /mock +(http\S+)/.exec(dev.output()) ?? [];
    docs = /docs +(http\S+)/.exec(dev.output())?.[1] ?? "";
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

  const page = async (path: string) => (await fetch(docs + path)).text();

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
      /The build failed at @partner-referrals\/spec:[\s\S]*The last good version stays up\./,
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

  test("a saved description reaches the bundle, the types and its page", async () => {
    const words = "Saved while somebody watches.";
    const file = join(copy.root, described.file);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/(\n {4}description: )/, `$1${words} `));
    for (const place of [described.bundle, described.types]) {
      const holds = async () => (await readFile(join(copy.root, place), "utf8")).includes(words);
      await until(`The description in ${place}`, holds);
    }
    await until("The description on its page", async () => (await page(described.page)).includes(words));
  });

  test("a saved guide reaches its page", async () => {
    const file = join(copy.root, "packages/docs/guides/getting-started.md");
    await writeFile(file, `${await readFile(file, "utf8")}\nWritten while somebody watches.\n`);
    const place = "guides/getting-started/";
    await until("The guide's page", async () =>
      (await page(place)).includes("Written while somebody watches."),
    );
  });

  test("Ctrl-C ends it with 0", async () => {
    dev.signalGroup("SIGINT");
    assert.deepEqual(await dev.ended(60_000), { code: 0, signal: null });
  });
});
