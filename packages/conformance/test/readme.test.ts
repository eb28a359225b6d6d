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

interface Program {
  /** What it is of. */
  readonly name: string;
  readonly code: string;
  /** Where its calls go; undefined if it is only compiled. */
  readonly url: string | undefined;
}

const programs: Program[] = [
  // Read one after the other, the snippets of these pages are one program.
  ...["README.md", "packages/client/README.md", "packages/types/README.md", "packages/mock/README.md"].map(
    (file) => {
      const { url } = file.includes("mock") ? mock : sandbox;
      return { name: file, code: snippetsOf(file).join("\n"), url };
    },
  ),
  ...snippetsOf("packages/sandbox/README.md").map((code, index) => ({
    name: `snippet ${index + 1} of packages/sandbox/README.md`,
    code,
    // A delivery cannot be written down; the sandbox's own tests verify real ones.
    url: code.includes("verifyWebhook(request") ? undefined : mock.url,
  })),
];

function fileOf({ name }: Program): string {
  return join(directory, `${name.replaceAll(/\W/g, "-")}.ts`);
}

test("what the pages show compiles, as a strict reader compiles it", async () => {
  writeFileSync(join(directory, "reader.d.ts"), `export {};\n${reader}`);
  for (const program of programs) writeFileSync(fileOf(program), `${program.code}\nexport {};\n`);
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2024"];
  const printed = await run([
    ...[join(typescript, "bin/tsc"), "--ignoreConfig", ...options],
    ...["--lib", "es2024,dom,dom.iterable", "--types", "node"],
    ...[join(directory, "reader.d.ts"), ...programs.map(fileOf)],
  ]);
  assert.equal(printed, "");
});

for (const program of programs.filter(({ url }) => url !== undefined)) {
  test(`what ${program.name} shows runs`, async () => {
    const preloaded = `${fileOf(program)}.preload.mjs`;
    writeFileSync(preloaded, preload(program.url ?? ""));
    writeFileSync(fileOf(program), `${program.code}\nexport {};\n`);
    await run(["--import", preloaded, fileOf(program)]);
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
