/** Our sandbox beside the least that Node can do, and beside servers that others make from an OpenAPI contract. */
import { setTimeout as delay } from "node:timers/promises";
import { where } from "@partner-referrals/client";
import { defineBench } from "../runner/bench.ts";
import { type Load, load } from "../subjects/load.ts";
import { commands, type Server, servers, serverVersions } from "../subjects/peers/servers.ts";
import {
  type BenchRequest,
  createReferral,
  getReferral,
  headers,
  listReferrals,
  send,
  updateReferral,
} from "../subjects/requests.ts";
import { startServerProcess } from "../subjects/server-process.ts";

const settleMs = 500;
const loadSeconds = 1.5;
/** Code that is not compiled yet says nothing about the limit. */
const warmUpSeconds = 0.5;
const pageSize = 100;
/** Those whose lists have what was asked for. */
const filtering: readonly Server[] = ["node:http", "partner-referrals-sandbox"];

export default defineBench({
  title: "Sandbox",
  method:
    `node:http gives constant responses and is the limit; fastify only starts. Beside them: ${serverVersions}, each as its command or its ` +
    "README starts it, output thrown away, openapi-backend on Fastify with a map for a store. Only it and the sandbox remember what " +
    "is written, and only the sandbox evaluates filters. Each round starts the server, asks for a list until it gets a response, " +
    `and then sends, on 10 connections for ${loadSeconds} seconds each, after ${warmUpSeconds} that do not count: GET of one referral, GET of the ${pageSize} of a filter, PATCH with ` +
    "the whole referral as the response, POST.",
  rounds: 3,
  subjects: servers,
  metrics: {
    start: { label: "start to first response", unit: "ms" },
    idle: { label: "memory, idle", unit: "MB" },
    get: { label: "GET one", unit: "requests/s" },
    getP99: { label: "GET one, p99", unit: "ms" },
    list: { label: `GET ${pageSize} filtered`, unit: "requests/s" },
    listP99: { label: `GET ${pageSize} filtered, p99`, unit: "ms" },
    patch: { label: "PATCH", unit: "requests/s" },
    patchP99: { label: "PATCH, p99", unit: "ms" },
    create: { label: "POST", unit: "requests/s" },
    createP99: { label: "POST, p99", unit: "ms" },
    loaded: { label: "memory, loaded", unit: "MB" },
  },
  budgets: [
    { metric: "start", subject: "partner-referrals-sandbox", baseline: "fastify", atMost: 1.5 },
    { metric: "get", subject: "partner-referrals-sandbox", baseline: "node:http", atLeast: 0.5 },
    { metric: "list", subject: "partner-referrals-sandbox", baseline: "node:http", atLeast: 0.35 },
    { metric: "patch", subject: "partner-referrals-sandbox", baseline: "openapi-backend", atLeast: 1 },
    { metric: "create", subject: "partner-referrals-sandbox", baseline: "openapi-backend", atLeast: 1 },
    { metric: "loaded", subject: "partner-referrals-sandbox", baseline: "openapi-backend", atMost: 1 },
  ],
  async prepare() {
    const first = await listReferrals({ $top: "1" });
    return {
      async measure(subject) {
        const server = await startServerProcess(commands[subject], { path: first.path, headers });
        try {
          await delay(settleMs);
          const idle = await server.memoryMB();
          const speeds = subject === "fastify" ? noSpeeds : await measureSpeeds(server.url, subject);
          return { start: server.startMs, idle, ...speeds, loaded: await server.memoryMB() };
        } finally {
          await server.stop();
        }
      },
      close: async () => {},
    };
  },
});

const noList = { list: null, listP99: null };
const noSpeeds = {
  ...{ get: null, getP99: null, ...noList },
  ...{ patch: null, patchP99: null, create: null, createP99: null },
};
type Speeds = Readonly<Record<keyof typeof noSpeeds, number | null>>;

async function measureSpeeds(url: string, subject: Server): Promise<Speeds> {
  const creating = await createReferral();
  const { id } = await send<{ id: string }>(url, creating);
  const get = await loadWarm(url, await getReferral(id));
  const list = filtering.includes(subject) ? await measureList(url, creating) : noList;
  const patch = await loadWarm(url, await updateReferral(id));
  const create = await loadWarm(url, creating);
  return {
    ...{ get: get.perSecond, getP99: get.p99, ...list, patch: patch.perSecond, patchP99: patch.p99 },
    ...{ create: create.perSecond, createP99: create.p99 },
  };
}

async function measureList(url: string, creating: BenchRequest): Promise<Pick<Speeds, keyof typeof noList>> {
  for (let count = 0; count < pageSize; count++) await send(url, creating);
  const filter = String(where("status").eq("Active"));
  const listing = await listReferrals({ $filter: filter, $top: String(pageSize) });
  const { value } = await send<{ value: unknown[] }>(url, listing);
  if (value.length !== pageSize) throw new Error(`${url} returns ${value.length} referrals.`);
  const { perSecond, p99 } = await loadWarm(url, listing);
  return { list: perSecond, listP99: p99 };
}

async function loadWarm(url: string, call: BenchRequest): Promise<Load> {
  await load(url, call, warmUpSeconds);
  return load(url, call, loadSeconds);
}
