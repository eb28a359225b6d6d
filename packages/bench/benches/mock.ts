/** Our mock beside plain `prism mock`, both as their command starts them by default. */
import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { defineBench } from "../runner/bench.ts";
import { requestsPerSecond } from "../subjects/load.ts";
import { contractFile, createReferral, getReferral, headers } from "../subjects/requests.ts";
import { startServerProcess } from "../subjects/server-process.ts";

const require = createRequire(import.meta.url);
const SETTLE_MS = 500;

type Subject = "prism mock" | "partner-referrals-mock";

const commands: Record<Subject, (port: number) => string[]> = {
  "prism mock": (port) => [
    require.resolve("@stoplight/prism-cli/dist/index.js"),
    ...["mock", fileURLToPath(contractFile), "--host", "127.0.0.1", "--port", String(port)],
  ],
  "partner-referrals-mock": (port) => [mockCommand(), "--port", String(port)],
};

/** The file behind the mock's `bin`. */
function mockCommand(): string {
  const manifest: { bin: Record<string, string> } = require("@partner-referrals/mock/package.json");
  const [file] = Object.values(manifest.bin);
  if (!file) throw new Error("@partner-referrals/mock has no command.");
  return fileURLToPath(new URL(file, import.meta.resolve("@partner-referrals/mock/package.json")));
}

export default defineBench({
  title: "Mock",
  method:
    "Each round starts the command with its output thrown away, reads one referral until it gets an answer, and then sends " +
    "GET (one referral) and POST (create) on 10 connections for 2 seconds each.",
  rounds: 5,
  subjects: ["prism mock", "partner-referrals-mock"],
  metrics: {
    start: { label: "start to first answer", unit: "ms" },
    idle: { label: "memory, idle", unit: "MB" },
    get: { label: "GET one", unit: "requests/s" },
    post: { label: "POST", unit: "requests/s" },
    loaded: { label: "memory, loaded", unit: "MB" },
  },
  aims: [
    { metric: "get", subject: "partner-referrals-mock", beside: "prism mock", atLeast: 2 },
    { metric: "post", subject: "partner-referrals-mock", beside: "prism mock", atLeast: 2 },
    { metric: "start", subject: "partner-referrals-mock", beside: "prism mock", atMost: 1 },
    { metric: "idle", subject: "partner-referrals-mock", beside: "prism mock", atMost: 1 },
    { metric: "loaded", subject: "partner-referrals-mock", beside: "prism mock", atMost: 1 },
  ],
  async prepare() {
    const read = await getReferral();
    const create = await createReferral();
    return {
      async measure(subject) {
        const server = await startServerProcess(commands[subject], { path: read.path, headers });
        try {
          await delay(SETTLE_MS);
          const idle = await server.memoryMB();
          const get = await requestsPerSecond(server.url, read);
          const post = await requestsPerSecond(server.url, create);
          return { start: server.startMs, idle, get, post, loaded: await server.memoryMB() };
        } finally {
          await server.stop();
        }
      },
      close: async () => {},
    };
  },
});
