/** What tools that we build on, and the mock, make of contracts that are ten and a hundred times as large. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { contract } from "@partner-referrals/spec/model";
import { defineBench } from "../runner/bench.ts";
import { growContract } from "../subjects/grown-contract.ts";
import { getReferral, headers } from "../subjects/requests.ts";
import { startServerProcess } from "../subjects/server-process.ts";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const redocly = require.resolve("@redocly/cli/bin/cli.js");
const generator = join(require.resolve("openapi-typescript/package.json"), "../bin/cli.js");

/** What takes longer counts as broken. */
const limitMs = 300_000;
const sizes = { "1x": 1, "10x": 10, "100x": 100 };

export default defineBench({
  title: "A growing contract",
  method:
    "The bundle with one, ten and a hundred times its paths and schemas, each copy with references of its own: Redocly bundles " +
    "and lints it, openapi-typescript makes types of it, and the mock starts with it and responds to a first request; – is " +
    `more than ${limitMs / 1000} s, or an error.`,
  rounds: 1,
  subjects: ["1x", "10x", "100x"],
  metrics: {
    size: { label: "contract", unit: "MB" },
    bundle: { label: "bundle", unit: "ms" },
    lint: { label: "lint", unit: "ms" },
    types: { label: "types", unit: "ms" },
    mock: { label: "mock, first response", unit: "ms" },
  },
  budgets: (["bundle", "lint", "types", "mock"] as const).flatMap((metric) => [
    { metric, subject: "10x", baseline: "1x", atMost: 10 } as const,
    { metric, subject: "100x", baseline: "1x", atMost: 100 } as const,
  ]),
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), "partner-referrals-growth-"));
    return {
      async measure(subject) {
        const file = join(folder, `${subject}.json`);
        const text = JSON.stringify(growContract({ ...contract }, sizes[subject]));
        await writeFile(file, text);
        const lint = ["--extends=minimal", "--skip-rule=no-unused-components", "--max-problems=1"];
        return {
          size: text.length / 1e6,
          bundle: await time([redocly, "bundle", file, "-o", join(folder, "bundle.json")]),
          lint: await time([redocly, "lint", file, ...lint]),
          types: await time([generator, file, "-o", join(folder, "types.ts")]),
          mock: await timeMock(file),
        };
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
});

/** How long `node` with these arguments takes; null when it fails or does not end in time. */
async function time(args: readonly string[]): Promise<number | null> {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const started = performance.now();
  // Elsewhere they would find the configuration of this repository.
  const options = { cwd: tmpdir(), env, timeout: limitMs, maxBuffer: 1e9 };
  return run(process.execPath, [...args], options).then(
    () => performance.now() - started,
    () => null,
  );
}

async function timeMock(file: string): Promise<number | null> {
  const script = join(import.meta.dirname, "../subjects/grown-mock-server.ts");
  const { path } = getReferral();
  try {
    const args = (port: number) => [script, file, String(port)];
    const server = await startServerProcess(args, { path, headers }, limitMs);
    await server.stop();
    return server.startMs;
  } catch {
    return null;
  }
}
