import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { startMock } from "@partner-referrals/mock";
import { startSandbox } from "@partner-referrals/sandbox";
import { serverUrl, webhookServerUrl } from "@partner-referrals/types";

const root = join(import.meta.dirname, "../../..");
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
const mock = await startMock({ port: 0 });
after(() => mock.close());
// The snippets of the client change what they create and follow next links, which needs a service with state.
const sandbox = await startSandbox({ port: 0, allowedWebhookHosts: ["hooks.proseware.example"] });
after(() => sandbox.close());
const { id } = await sandbox.client.create({
  type: "Independent",
  customerProfile: { name: "Northwind Traders" },
  consent: {},
  details: {},
});
const generated = join(import.meta.dirname, "../generated");
mkdirSync(generated, { recursive: true });
const directory = mkdtempSync(join(generated, "readme-"));
after(() => rmSync(directory, { recursive: true }));

/** What a reader has who copies the snippets: a way to get tokens, the id of a referral, a sandbox, a delivery. */
const reader = `
declare global {
  function getAccessToken(): Promise<string>;
  const id: string;
  const sandbox: import("@partner-referrals/sandbox").Sandbox;
  const request: Request;
}
`;

/** The few names of Vitest that a page uses, on Node's runner. */
const vitest = {
  "package.json": JSON.stringify({
    name: "vitest",
    type: "module",
    exports: { types: "./index.d.ts", default: "./index.js" },
  }),
  "index.js": `
    import assert from "node:assert/strict";
    export { after as afterAll, before as beforeAll, beforeEach, describe, test } from "node:test";
    export const expect = (actual) => ({ toBe: (expected) => assert.equal(actual, expected) });
  `,
  "index.d.ts": `
    export { after as afterAll, before as beforeAll, beforeEach, describe, test } from "node:test";
    export declare function expect(actual: unknown): { toBe(expected: unknown): void };
  `,
};
const vitestDirectory = join(directory, "node_modules/vitest");
mkdirSync(vitestDirectory, { recursive: true });
for (const [name, content] of Object.entries(vitest)) writeFileSync(join(vitestDirectory, name), content);

/** Code to run before the snippets: it redirects calls of the real services to a server on this machine. */
const preload = (url: string) => `
globalThis.getAccessToken = async () => "token";
globalThis.id = ${JSON.stringify(id)};
const { fetch } = globalThis;
const services = ${JSON.stringify([serverUrl, webhookServerUrl])};
const lead = (url) => services.reduce((led, service) => led.replace(service, ${JSON.stringify(url)}), String(url));
globalThis.fetch = (url, init) => fetch(lead(url), init);
`;

/** The TypeScript of a page. */
function snippetsOf(file: string): string[] {
  const page = readFileSync(join(root, file), "utf8");
  const snippets = [...page.matchAll(/^ *```ts\n([\s\S]*?)^ *```$/gm)].map(([, code]) => code ?? "");
  assert.notEqual(snippets.length, 0);
  return snippets;
}

/** Type-checks a program as a strict reader does, and runs it. */
async function compileAndRun(
  name: string,
  program: string,
  { isRun = true, url = mock.url } = {},
): Promise<void> {
  const path = join(directory, `${name}.ts`);
  writeFileSync(path, `${program}\nexport {};\n${reader}`);
  writeFileSync(join(directory, "preload.mjs"), preload(url));
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2024",
    "--lib",
    "es2024,dom,dom.iterable",
  ];
  const printed = await run([
    join(typescript, "bin/tsc"),
    "--ignoreConfig",
    ...options,
    "--types",
    "node",
    "--skipLibCheck",
    path,
  ]);
  assert.equal(printed, "");
  if (isRun) await run(["--import", join(directory, "preload.mjs"), path]);
}

for (const file of [
  "README.md",
  "packages/client/README.md",
  "packages/types/README.md",
  "packages/mock/README.md",
]) {
  test(`what ${file} shows compiles and runs`, async () => {
    // Read one after the other, the snippets of these pages are one program.
    const { url } = file.includes("mock") ? mock : sandbox;
    await compileAndRun(file.replaceAll("/", "-"), snippetsOf(file).join("\n"), { url });
  });
}

for (const [index, code] of snippetsOf("packages/sandbox/README.md").entries()) {
  // A delivery cannot be written down; the sandbox's own tests verify real ones.
  const isRun = !code.includes("verifyWebhook(request");
  test(`snippet ${index + 1} of packages/sandbox/README.md compiles${isRun ? " and runs" : ""}`, async () => {
    await compileAndRun(`sandbox-${index}`, code, { isRun });
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
