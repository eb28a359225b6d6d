/** The sandbox on PostgreSQL beside the one in memory: one instance, and two on the same database. */
import { availableParallelism } from "node:os";
import { where } from "@partner-referrals/client";
import { createDatabase } from "@partner-referrals/postgres";
import { defineBench } from "../runner/bench.ts";
import { measureBusyCores } from "../subjects/busy-cores.ts";
import { type Command, ownCommand } from "../subjects/commands.ts";
import { refill, sought } from "../subjects/fill.ts";
import { load } from "../subjects/load.ts";
import {
  type BenchRequest,
  createReferral,
  getReferral,
  headers,
  listReferrals,
  send,
  updateReferral,
} from "../subjects/requests.ts";
import { type ServerProcess, startServerProcess } from "../subjects/server-process.ts";

const loadSeconds = 1;
/** Code that is not compiled yet says nothing about the limit. */
const warmUpSeconds = 0.3;
const pageSize = 100;
const connections = 10;
/** An instance reads all referrals before its first response. */
const startLimitMs = 300_000;
const sizes = (process.env.REFERRALS ?? "1000,100000").split(",").map(Number);
const [smallest = 0] = sizes;
const largest = sizes.at(-1) ?? 0;

const stores = ["in memory", "PostgreSQL", "PostgreSQL, two instances"] as const;
const subjectOf = (store: (typeof stores)[number], size: number) => `${store}, ${size.toLocaleString("en")}`;
const subjects = sizes.flatMap((size) => stores.map((store) => subjectOf(store, size)));

const query = {
  $filter: String(
    where("status").eq(sought.status).and(where("customerProfile/address/country").eq(sought.country)),
  ),
  $orderby: "createdDateTime desc",
};

interface Service {
  /** The first is the one that is asked for memory. */
  readonly instances: readonly [ServerProcess, ...ServerProcess[]];
  readonly size: number;
}

export default defineBench({
  title: "Sandbox on PostgreSQL",
  method:
    "Sandboxes with so many referrals: one that keeps them in memory, one instance on PostgreSQL, and two on the same database, which " +
    `share the ${connections} connections. PostgreSQL is one for tests on this machine, without fsync, or that of DATABASE_URL. The first page is that of the filter ` +
    `\`${query.$filter}\` and \`${query.$orderby}\`, which one in five fits, with ${pageSize}. Each round sends each request for ${loadSeconds} second, after ${warmUpSeconds} that do not count. ` +
    `What limits GET is what is busy meanwhile: an instance has one thread, and this machine ${availableParallelism()} cores for instances, PostgreSQL and the load.`,
  rounds: 3,
  metrics: {
    get: { label: "GET one", unit: "requests/s" },
    instanceCores: { label: "GET one, instances", unit: "cores busy" },
    restCores: { label: "GET one, PostgreSQL and the rest", unit: "cores busy" },
    loadCores: { label: "GET one, sending", unit: "cores busy" },
    patch: { label: "PATCH", unit: "requests/s" },
    create: { label: "POST", unit: "requests/s" },
    first: { label: "first page", unit: "ms" },
    memory: { label: "memory of an instance", unit: "MB" },
  },
  subjects,
  budgets: [
    {
      metric: "first",
      subject: subjectOf("PostgreSQL", largest),
      baseline: subjectOf("PostgreSQL", smallest),
      atMost: 3,
    },
    ...sizes.map((size) => ({
      metric: "get" as const,
      subject: subjectOf("PostgreSQL, two instances", size),
      baseline: subjectOf("PostgreSQL", size),
      atLeast: 1.6,
    })),
  ],
  async prepare() {
    const firstPage = await listReferrals(query);
    const services = new Map<string, Service>();
    const closing: (() => Promise<void>)[] = [];
    const close = async () => {
      for (const end of closing.toReversed()) await end();
    };
    const launch = async (command: Command): Promise<ServerProcess> => {
      const started = await startServerProcess(command, { path: firstPage.path, headers }, startLimitMs);
      closing.push(started.stop);
      return started;
    };
    try {
      for (const size of sizes) {
        const database = await createDatabase();
        closing.push(database.remove);
        const alone = await launch(ownCommand("sandbox"));
        const shared: Command = (port) => [...ownCommand("sandbox")(port), "--database", database.url];
        const one = await launch(shared);
        for (const { url } of [alone, one]) await refill(url, size);
        const two = await launch(shared);
        services.set(subjectOf("in memory", size), { instances: [alone], size });
        services.set(subjectOf("PostgreSQL", size), { instances: [one], size });
        services.set(subjectOf("PostgreSQL, two instances", size), { instances: [one, two], size });
      }
    } catch (error) {
      await close();
      throw error;
    }
    return {
      async measure(subject) {
        const service = services.get(subject);
        if (service === undefined) throw new Error(`There is no sandbox ${subject}.`);
        const { instances, size } = service;
        const [{ url, memoryMB }] = instances;
        const perSecond = async (call: BenchRequest) => {
          await loadAll(instances, call, warmUpSeconds);
          return loadAll(instances, call, loadSeconds);
        };
        const creating = await createReferral();
        const { id } = await send<{ id: string }>(url, creating);
        // An instance that nobody has asked for a while reads first what changed.
        for (const instance of instances) await send(instance.url, firstPage);
        const pids = instances.map(({ pid }) => pid);
        const getting = await getReferral(id);
        await loadAll(instances, getting, warmUpSeconds);
        const { result: get, busy } = await measureBusyCores(pids, () =>
          loadAll(instances, getting, loadSeconds),
        );
        const patch = await perSecond(await updateReferral(id));
        const { value } = await send<{ value: unknown[] }>(url, firstPage);
        if (value.length !== pageSize) throw new Error(`${subject} returns ${value.length} referrals.`);
        const first = 1000 / (await perSecond(firstPage));
        const memory = await memoryMB();
        const create = await perSecond(creating);
        // What was created now would be more than there was.
        if (size === smallest) await refill(url, size);
        return {
          ...{ get, patch, create, first, memory },
          ...{ instanceCores: busy.processes, restCores: busy.rest, loadCores: busy.load },
        };
      },
      close,
    };
  },
});

/** Sends a request to all instances at once, and returns how many they respond to together in a second. */
async function loadAll(
  instances: readonly ServerProcess[],
  call: BenchRequest,
  seconds: number,
): Promise<number> {
  const loads = instances.map(({ url }) => load(url, call, seconds, connections / instances.length));
  const each = await Promise.all(loads);
  return each.reduce((sum, { perSecond }) => sum + perSecond, 0);
}
