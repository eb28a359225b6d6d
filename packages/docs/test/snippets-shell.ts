/** Runs the snippets of the guides that are shell commands, as if they were pasted. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSnippet } from "./snippets-support.ts";

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
  return runScript(await scriptOf(names, options), options);
}

/** Runs a script that is part of a snippet, as `runShell` does. */
export async function runScript(script: string, options: ShellOptions): Promise<string> {
  const { stdout, stderr, code } = await shell(script, options);
  assert.equal(code, 0, `${script}\n${stdout}\n${stderr}`);
  return stdout;
}

async function scriptOf(names: readonly string[], { append = "" }: ShellOptions): Promise<string> {
  return [...(await Promise.all(names.map(readSnippet))), append].join("\n");
}

/** Runs a script, and ends what it leaves running. */
async function shell(script: string, options: ShellOptions) {
  const child = startScript(script, options);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const closed = once(child, "close");
  const [code]: number[] = await once(child, "exit");
  endGroup(child);
  await closed;
  return { ...output, code };
}

function startScript(script: string, { cwd, env = {}, replace = {} }: ShellOptions) {
  const text = Object.entries(replace).reduce((result, [from, to]) => result.replaceAll(from, to), script);
  return spawn("sh", ["-eu", "-c", `. '${shims}'\n${text}`], {
    cwd,
    // In a process group of its own, so that what the shell starts can be ended with it.
    detached: true,
    env: { ...process.env, ...shimVariables(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
}

/** Ends a shell and what it has started, if any of it still runs. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Starts a snippet that runs until it is stopped, and waits until it prints what `ready` matches. */
export async function startShell(
  name: string,
  ready: RegExp,
  options: ShellOptions,
): Promise<{ match: RegExpExecArray; stop(): Promise<void> }> {
  const child = startScript(await scriptOf([name], options), options);
  const closed = once(child, "close");
  const stop = async () => {
    endGroup(child);
    await closed;
  };
  let output = "";
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    // It goes on reading: what is written to a closed pipe would end the program.
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        const found = ready.exec(output);
        if (found) resolve(found);
      });
    }
    closed.then(() => reject(new Error(`${name} ended without printing ${ready}:\n${output}`)), reject);
  });
  return { match, stop };
}

const require = createRequire(import.meta.url);

/** Where the packages are that readers install, and the commands in them. */
function shimVariables(): NodeJS.ProcessEnv {
  const folder = (name: string) => dirname(require.resolve(`@partner-referrals/${name}/package.json`));
  return {
    SHIMS: dirname(shims),
    SANDBOX: join(folder("sandbox"), "dist/cli.js"),
    MOCK: join(folder("mock"), "dist/cli.js"),
    VERIFY: join(folder("verify"), "dist/cli.js"),
    NODE: process.execPath,
    // For scripts that npm runs.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    // Tests inside of tests would report to these.
    NODE_TEST_CONTEXT: undefined,
  };
}
