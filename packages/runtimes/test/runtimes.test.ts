import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { app } from "../pack/app.ts";
import { run } from "../pack/command.ts";
import { compile } from "../pack/typescript.ts";
import { runInChromium } from "../runners/chromium.ts";
import { bun, deno, node, runMain } from "../runners/command-line.ts";
import { runInWorkerd } from "../runners/workerd.ts";
import { errorBody } from "../stub-server/responses.ts";
import { startStub } from "../stub-server/server.ts";
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
        assert.equal(output.trim(), errorBody(404).error.code);
      } finally {
        stub.close();
      }
    });
  }
});
