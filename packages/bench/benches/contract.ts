/** How long the contract takes to build, and how large the documents are that others download. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { listOperations } from "@partner-referrals/spec/model";
import { defineBench } from "../runner/bench.ts";

const folder = dirname(fileURLToPath(import.meta.resolve("@partner-referrals/spec/package.json")));
const bytesOfKilobyte = 1000;

const files = {
  "OpenAPI 3.1": "openapi.json",
  "OpenAPI 3.1, without references": "openapi.dereferenced.json",
  "OpenAPI 3.0": "openapi-3.0.json",
  "Swagger 2.0": "swagger-2.0.json",
  "event registration": "event-registration.json",
} as const;

export default defineBench({
  title: "Contract",
  method:
    "The time of `node build/build.ts`, which bundles both documents, converts them to the older formats, and accounts for the " +
    "sources, is that of all documents. Sizes are those of the JSON files as they are published.",
  rounds: 5,
  subjects: [
    "OpenAPI 3.1",
    "OpenAPI 3.1, without references",
    "OpenAPI 3.0",
    "Swagger 2.0",
    "event registration",
  ],
  metrics: {
    time: { label: "build of all documents", unit: "ms" },
    size: { label: "size", unit: "kB" },
    compressed: { label: "compressed with gzip", unit: "kB" },
    operations: { label: "operations", unit: "count" },
  },
  budgets: [],
  async prepare() {
    return {
      async measure(subject) {
        const file = join(folder, "dist", files[subject]);
        const time = subject === "OpenAPI 3.1" ? await buildTime() : null;
        const content = await readFile(file);
        return {
          time,
          size: content.length / bytesOfKilobyte,
          compressed: gzipSync(content).length / bytesOfKilobyte,
          operations: listOperations(JSON.parse(content.toString())).length,
        };
      },
      async close() {},
    };
  },
});

async function buildTime(): Promise<number> {
  const started = performance.now();
  await promisify(execFile)(process.execPath, [join(folder, "build/build.ts")], { cwd: folder });
  return performance.now() - started;
}
