/** What tools that we build on, the servers and the docs make of contracts that are ten and a hundred times as large. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contract } from "@partner-referrals/spec/model";
import { defineBench } from "../runner/bench.ts";
import { growContract, growSchemas } from "../subjects/grown-contract.ts";
import { createGrownCopy } from "../subjects/grown-copy.ts";
import { headers, listReferrals } from "../subjects/requests.ts";
import { startServerProcess } from "../subjects/server-process.ts";

const require = createRequire(import.meta.url);
const redocly = require.resolve("@redocly/cli/bin/cli.js");
const generator = join(require.resolve("openapi-typescript/package.json"), "../bin/cli.js");

const mockScript = join(import.meta.dirname, "../subjects/grown-mock-server.ts");

/** What takes longer counts as broken. */
const limitMs = 180_000;
const sizes = { "1x": 1, "10x": 10, "100x": 100 };

export default defineBench({
  title: "A growing contract",
  method:
    "The bundle with one, ten and a hundred times its paths and schemas, each copy with references of its own: Redocly bundles " +
    "and lints it, openapi-typescript makes types of it, the mock starts with it and responds to a first request, and the docs " +
    "are built with a page for each operation and schema. The sandbox, which knows what each operation does, starts with as " +
    `many schemas. – is more than ${limitMs / 1000} s, or an error.`,
  rounds: 1,
  subjects: ["1x", "10x", "100x"],
  metrics: {
    size: { label: "contract", unit: "MB" },
    bundle: { label: "bundle", unit: "ms" },
    lint: { label: "lint", unit: "ms" },
    types: { label: "types", unit: "ms" },
    mock: { label: "mock, first response", unit: "ms" },
    sandbox: { label: "sandbox, first response", unit: "ms" },
    docs: { label: "docs", unit: "ms" },
  },
  budgets: (["bundle", "lint", "types", "mock", "sandbox", "docs"] as const).flatMap((metric) => [
    { metric, subject: "10x", baseline: "1x", atMost: 10 } as const,
    { metric, subject: "100x", baseline: "1x", atMost: 100 } as const,
  ]),
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), "partner-referrals-growth-"));
    const copy = await createGrownCopy();
    return {
      async measure(subject) {
        const file = join(folder, `${subject}.json`);
        const grown = growContract({ ...contract }, sizes[subject]);
        const text = JSON.stringify(grown);
        await writeFile(file, text);
        const lint = ["--extends=minimal", "--skip-rule=no-unused-components", "--max-problems=1"];
        await copy.write(growSchemas({ ...contract }, sizes[subject]));
        const sandbox = await timeStart((port) => [
          join(copy.folder("sandbox"), "dist/cli.js"),
          ...["--port", String(port)],
        ]);
        await copy.write(grown);
        await copy.copySamples(sizes[subject]);
        return {
          size: text.length / 1e6,
          bundle: await time([redocly, "bundle", file, "-o", join(folder, "bundle.json")]),
          lint: await time([redocly, "lint", file, ...lint]),
          types: await time([generator, file, "-o", join(folder, "types.ts")]),
          mock: await timeStart((port) => [mockScript, file, String(port)]),
          sandbox,
          docs: await timeDocs(copy.folder("docs")),
        };
      },
      async close() {
        await copy.remove();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
});

/** How long `node` with these arguments takes; null when it fails or does not end in time. */
async function time(args: readonly string[], cwd: string = tmpdir()): Promise<number | null> {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const started = performance.now();
  // A group of its own, so that what it started ends with it. In this folder, tools would find our configuration.
  const child = spawn(process.execPath, args, { cwd, env, stdio: "ignore", detached: true });
  const timer = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), limitMs);
  const [code] = await once(child, "exit");
  clearTimeout(timer);
  return code === 0 ? performance.now() - started : null;
}

async function timeDocs(folder: string): Promise<number | null> {
  const pages = await time(["build/generate.ts"], folder);
  const site = pages && (await time(["build/build.ts"], folder));
  return pages && site && pages + site;
}

/** How long a server takes to its first response; null when it fails or does not start in time. */
async function timeStart(command: (port: number) => readonly string[]): Promise<number | null> {
  const { path } = listReferrals();
  try {
    const server = await startServerProcess(command, { path, headers }, limitMs);
    await server.stop();
    return server.startMs;
  } catch {
    return null;
  }
}
