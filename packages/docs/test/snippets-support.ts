/** Runs the snippets of the guides as a reader would: as they are shown, against a sandbox. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, beforeEach, mock } from "node:test";
import { fileURLToPath } from "node:url";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";
import type { OpenApiDocument } from "../build/contract.ts";

const bundle = fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json"));
export const contract: OpenApiDocument = JSON.parse(await readFile(bundle, "utf8"));

export const snippets = new URL("../snippets/", import.meta.url);

export function readSnippet(name: string): Promise<string> {
  return readFile(new URL(name, snippets), "utf8");
}

/** A sandbox for the tests of a file, empty before each test, and the variables that the guides set. */
export function withSandbox(): () => Sandbox {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ port: 0 });
    process.env.REFERRALS_URL = sandbox.url;
    process.env.TOKEN = "Proseware:admin";
  });
  beforeEach(() => sandbox.control.reset());
  after(() => sandbox.close());
  return () => sandbox;
}

/** A folder for the tests of a file. */
export function withFolder(): () => string {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "snippets-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}

/**
 * Asserts that a sandbox got requests, and that each of them and its answer is one of the contract. Answers that a test
 * asked for with `control.fail` are left out.
 */
export function assertConforms({ control }: Pick<Sandbox, "control">): void {
  const journal = control.journal().filter(({ response }) => (response?.status ?? 500) < 429);
  assert.ok(journal.length > 0, "nothing was sent");
  for (const { isValid, violations, request } of journal) {
    assert.ok(isValid, `${request.method} ${request.path}: ${JSON.stringify(violations)}`);
  }
}

/** Runs a module as `node <file>` would, once; returns what it logs, and what it exports. */
export async function runModule(name: string): Promise<{ log: string[]; exports: Record<string, unknown> }> {
  const log: string[] = [];
  const spy = mock.method(console, "log", (...values: unknown[]) => {
    log.push(values.map(String).join(" "));
  });
  try {
    return { exports: await import(new URL(name, snippets).href), log };
  } finally {
    spy.mock.restore();
  }
}

export interface ShellOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Texts of the snippets that are different here, such as ports. */
  readonly replace?: Readonly<Record<string, string>>;
  /** Commands of the test itself, to run after the snippets in the same shell. */
  readonly append?: string;
}

/** What stands for commands that would leave this machine: npm and npx know the packages of this workspace only. */
const shims = fileURLToPath(new URL("snippets-shims.sh", import.meta.url));

/**
 * Runs snippets in one shell, one after the other, as if they were pasted.
 *
 * @returns what they print.
 * @throws Error when a command fails; `curl` fails here for an answer that is an error.
 */
export async function runShell(names: readonly string[], options: ShellOptions): Promise<string> {
  const { stdout, stderr, code } = await shell(await scriptOf(names, options), options);
  assert.equal(code, 0, `${names.join(", ")}:\n${stdout}\n${stderr}`);
  return stdout;
}

async function scriptOf(
  names: readonly string[],
  { replace = {}, append = "" }: ShellOptions,
): Promise<string> {
  const shown = [...(await Promise.all(names.map(readSnippet))), append];
  return Object.entries(replace).reduce((text, [from, to]) => text.replaceAll(from, to), shown.join("\n"));
}

async function shell(script: string, { cwd, env = {} }: ShellOptions) {
  const child = spawn("sh", ["-eu", "-c", `. '${shims}'\n${script}`], {
    cwd,
    env: { ...process.env, ...shimVariables(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const [code]: number[] = await once(child, "close");
  return { ...output, code };
}

/** Starts a snippet that runs until it is stopped, and waits until it prints what `ready` matches. */
export async function startShell(
  name: string,
  ready: RegExp,
  options: ShellOptions,
): Promise<{ match: RegExpExecArray; stop(): Promise<void> }> {
  const script = `. '${shims}'\n${await scriptOf([name], options)}`;
  // In a process group of its own, so that what the shell starts ends with it.
  const child = spawn("sh", ["-eu", "-c", script], {
    ...{ cwd: options.cwd, detached: true, stdio: ["ignore", "pipe", "inherit"] },
    env: { ...process.env, ...shimVariables(), ...options.env },
  });
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
    if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  };
  let output = "";
  assert.ok(child.stdout);
  for await (const chunk of child.stdout) {
    output += chunk;
    const match = ready.exec(output);
    if (match) return { match, stop };
  }
  throw new Error(`${name} ended without printing ${ready}:\n${output}`);
}

const require = createRequire(import.meta.url);

/** Where the packages are that readers install, and the commands in them. */
function shimVariables(): NodeJS.ProcessEnv {
  const folder = (name: string) => dirname(require.resolve(`@partner-referrals/${name}/package.json`));
  return {
    PACKAGES: dirname(folder("client")),
    SANDBOX: join(folder("sandbox"), "dist/cli.js"),
    MOCK: join(folder("mock"), "dist/cli.js"),
    NODE: process.execPath,
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  assert.ok(address && typeof address === "object");
  return address.port;
}
