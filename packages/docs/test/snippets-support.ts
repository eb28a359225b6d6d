/** Runs the snippets of the guides that are modules, against a sandbox. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, mock } from "node:test";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";

export const snippets = new URL("../snippets/", import.meta.url);

export function readSnippet(name: string): Promise<string> {
  return readFile(new URL(name, snippets), "utf8");
}

/** Modules of the guides read its address once, when they are loaded: all suites of a process have the same sandbox. */
let running: Promise<Sandbox> | undefined;
after(async () => (await running)?.close());

/**
 * A sandbox for a suite, empty before each test, and the variables that the guides set. What the suite changes in the
 * environment is undone after it.
 */
export function withSandbox(): () => Sandbox {
  let sandbox: Sandbox;
  let environment: NodeJS.ProcessEnv;
  before(async () => {
    running ??= startSandbox({ port: 0 });
    sandbox = await running;
    environment = { ...process.env };
    Object.assign(process.env, { REFERRALS_URL: sandbox.url, TOKEN: "Proseware:admin" });
  });
  beforeEach(() => sandbox.control.reset());
  after(() => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  });
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
