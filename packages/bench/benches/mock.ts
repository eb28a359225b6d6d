/** Our mock beside plain `prism mock`, both as their command starts them by default. */
import { setTimeout as delay } from "node:timers/promises";
import { defineBench } from "../runner/bench.ts";
import { ownCommand, prismMock } from "../subjects/commands.ts";
import { load } from "../subjects/load.ts";
import { createReferral, getReferral, headers } from "../subjects/requests.ts";
import { startServerProcess } from "../subjects/server-process.ts";

const settleMs = 500;

const commands = { "prism mock": prismMock, "partner-referrals-mock": ownCommand("mock") };

export default defineBench({
  title: "Mock",
  method:
    "Each round starts the command with its output thrown away, reads one referral until it gets a response, and then sends " +
    "GET (one referral) and POST (create) on 10 connections for 2 seconds each.",
  rounds: 5,
  subjects: ["prism mock", "partner-referrals-mock"],
  metrics: {
    start: { label: "start to first response", unit: "ms" },
    idle: { label: "memory, idle", unit: "MB" },
    get: { label: "GET one", unit: "requests/s" },
    post: { label: "POST", unit: "requests/s" },
    loaded: { label: "memory, loaded", unit: "MB" },
  },
  budgets: [
    { metric: "get", subject: "partner-referrals-mock", baseline: "prism mock", atLeast: 2 },
    { metric: "post", subject: "partner-referrals-mock", baseline: "prism mock", atLeast: 2 },
    { metric: "start", subject: "partner-referrals-mock", baseline: "prism mock", atMost: 1 },
    { metric: "idle", subject: "partner-referrals-mock", baseline: "prism mock", atMost: 1 },
    { metric: "loaded", subject: "partner-referrals-mock", baseline: "prism mock", atMost: 1 },
  ],
  async prepare() {
    const read = await getReferral();
    const create = await createReferral();
    return {
      async measure(subject) {
        const server = await startServerProcess(commands[subject], { path: read.path, headers });
        try {
          await delay(settleMs);
          const idle = await server.memoryMB();
          const get = await load(server.url, read);
          const post = await load(server.url, create);
          const loaded = await server.memoryMB();
          return { start: server.startMs, idle, get: get.perSecond, post: post.perSecond, loaded };
        } finally {
          await server.stop();
        }
      },
      close: async () => {},
    };
  },
});
