import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { startMock } from "@partner-referrals/mock";
import { serverUrl, webhookServerUrl } from "@partner-referrals/types";

const root = join(import.meta.dirname, "../../..");
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
const mock = await startMock({ port: 0 });
after(() => mock.close());
const generated = join(import.meta.dirname, "../generated");
mkdirSync(generated, { recursive: true });
const directory = mkdtempSync(join(generated, "readme-"));
after(() => rmSync(directory, { recursive: true }));

/** What a reader has who copies the snippets: a way to get tokens, the id of a referral. */
const reader = `
declare global {
  function getAccessToken(): Promise<string>;
  const id: string;
}
`;

/** Run before the snippets: it leads calls of the real services to the mock. */
const preload = `
globalThis.getAccessToken = async () => "token";
globalThis.id = "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1";
const { fetch } = globalThis;
const services = ${JSON.stringify([serverUrl, webhookServerUrl])};
const lead = (url) => services.reduce((led, service) => led.replace(service, ${JSON.stringify(mock.url)}), String(url));
globalThis.fetch = (url, init) => fetch(lead(url), init);
`;

for (const [index, file] of [
  "README.md",
  "packages/client/README.md",
  "packages/types/README.md",
  "packages/mock/README.md",
].entries()) {
  test(`what ${file} shows compiles and runs`, async () => {
    const snippets = [...readFileSync(join(root, file), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)];
    assert.notEqual(snippets.length, 0);
    // Read one after the other, the snippets of a page are one program.
    const program = snippets.map(([, code]) => code).join("\n");
    const path = join(directory, `page-${index}.ts`);
    writeFileSync(path, `${program}\nexport {};\n${reader}`);
    writeFileSync(join(directory, "preload.mjs"), preload);
    const options = [
      "--ignoreConfig",
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2024",
      "--lib",
      "es2024,dom,dom.iterable",
      "--types",
      "node",
    ];
    assert.equal(await run([join(typescript, "bin/tsc"), ...options, "--skipLibCheck", path]), "");
    await run(["--import", join(directory, "preload.mjs"), path]);
  });
}

/** Runs Node, which must succeed, and returns what it printed. */
async function run(args: string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      printed += data;
    });
  }
  const [code] = await once(child, "close");
  assert.equal(code, 0, printed);
  return printed;
}
