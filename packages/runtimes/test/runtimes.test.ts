import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { app } from "../packed/app.ts";
import { run } from "../packed/command.ts";
import { compile } from "../packed/typescript.ts";
import { runInChromium } from "../runtimes/chromium.ts";
import { bun, deno, node, runMain } from "../runtimes/command-line.ts";
import { runInWorkerd } from "../runtimes/workerd.ts";
import { errorExample } from "../stub/contract.ts";
import { startStub } from "../stub/server.ts";
import { check } from "./check.ts";

describe("an app with the client from its tarball", () => {
  let folder: string;
  let compiled: string;
  before(async () => {
    folder = await app();
    compiled = (await compile("7.0"))("strict, nodenext");
  });
  const main = (command: (url: string) => readonly string[]) =>
    check((url) => runMain(command(url), folder, `${compiled}/main.js`, url));

  for (const major of [20, 22, 24] as const) {
    test(`runs on Node ${major}`, async () => {
      assert.match(await run(node(major), ["--version"], { cwd: folder }), new RegExp(`^v${major}\\.`));
      await main(() => [node(major)]);
    });
  }
  test("runs on Deno, with the right to talk to the service and no other", () => main(deno));
  test("runs on Bun", () => main(bun));
  test("runs in workerd, bundled by esbuild", () => check((url) => runInWorkerd(folder, url)));
  test("runs in Chromium, bundled by Vite", () => check((url) => runInChromium(folder, url)));

  for (const major of [22, 24] as const) {
    test(`is required by CommonJS on Node ${major}`, async () => {
      const stub = await startStub();
      try {
        const output = await run(node(major), [`${compiled}/commonjs.cjs`, stub.url], { cwd: folder });
        assert.equal(output.trim(), errorExample("NotFound").error.code);
      } finally {
        stub.close();
      }
    });
  }
});
