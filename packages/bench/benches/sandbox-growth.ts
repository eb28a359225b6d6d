/** What becomes of the sandbox when it holds many referrals. */
import { where } from "@partner-referrals/client";
import { defineBench } from "../runner/bench.ts";
import { ownCommand } from "../subjects/commands.ts";
import { refill, share, sought } from "../subjects/fill.ts";
import { load } from "../subjects/load.ts";
import { type BenchRequest, createReferral, headers, listReferrals, send } from "../subjects/requests.ts";
import { type ServerProcess, startServerProcess } from "../subjects/server-process.ts";

const loadSeconds = 1;
const pageSize = 100;
const sizes = { "1,000": 1000, "100,000": 100_000, "1,000,000": 1_000_000 } as const;

const query = {
  $filter: String(
    where("status").eq(sought.status).and(where("customerProfile/address/country").eq(sought.country)),
  ),
  $orderby: "createdDateTime desc",
};

export default defineBench({
  title: "Sandbox, growing",
  method:
    `Sandboxes with so many referrals, in memory. Lists have the filter \`${query.$filter}\`, which one in five fits, and \`${query.$orderby}\`; ` +
    `a page has ${pageSize}. The deep page is the one in the middle of the matches, reached by its next link or by \`$skip\`; the first request for it comes after thousands of writes. Each round sends ` +
    `each request on 10 connections for ${loadSeconds} second; a time is what the server needs for one of them. No list is measured that no index helps with, such as one by \`contains\`.`,
  rounds: 3,
  subjects: ["1,000", "100,000", "1,000,000"],
  metrics: {
    first: { label: "first page", unit: "ms" },
    deep: { label: "deep page, next link", unit: "ms" },
    skippedFirst: { label: "deep page, $skip, first request", unit: "ms" },
    skipped: { label: "deep page, $skip", unit: "ms" },
    skippedRatio: { label: "deep page, $skip", unit: "first pages" },
    create: { label: "POST", unit: "ms" },
    memory: { label: "memory", unit: "MB" },
  },
  budgets: [
    { metric: "first", subject: "1,000,000", baseline: "1,000", atMost: 3 },
    { metric: "skippedRatio", subject: "1,000,000", baseline: 1, atMost: 20 },
  ],
  async prepare() {
    const first = await listReferrals(query);
    const creating = await createReferral();
    const servers = new Map<string, ServerProcess>();
    const close = async () => {
      for (const server of servers.values()) await server.stop();
    };
    try {
      for (const [name, size] of Object.entries(sizes)) {
        const server = await startServerProcess(ownCommand("sandbox"), { path: first.path, headers });
        servers.set(name, server);
        await refill(server.url, size);
      }
    } catch (error) {
      await close();
      throw error;
    }
    return {
      async measure(name) {
        const server = servers.get(name);
        if (server === undefined) throw new Error(`There is no sandbox with ${name} referrals.`);
        const { url } = server;
        const time = async (call: BenchRequest) => {
          await settle(url, first);
          return 1000 / (await load(url, call, loadSeconds)).perSecond;
        };
        const pages = await findPages(url, sizes[name]);
        const [onePage, skipped] = [await time(pages.first), await time(pages.skipped)];
        const times = {
          first: onePage,
          deep: await time(pages.deep),
          ...{ skippedFirst: pages.skippedFirstMs, skipped, skippedRatio: skipped / onePage },
        };
        const memory = await server.memoryMB();
        const create = await time(creating);
        // What was created now would be more than there was.
        if (sizes[name] === sizes["1,000"]) await refill(url, sizes[name]);
        return { ...times, create, memory };
      },
      close,
    };
  },
});

/**
 * Waits until the server has finished what was in flight when the time of the last load was up. It takes those requests
 * in any order together with one of ours, but not with a second one that is sent after the first got its response.
 */
async function settle(url: string, call: BenchRequest): Promise<void> {
  await send(url, call);
  await send(url, call);
}

interface Pages extends Readonly<Record<"first" | "deep" | "skipped", BenchRequest>> {
  /** How long the first response to `skipped` took. */
  readonly skippedFirstMs: number;
}

/** The requests for the pages. Throws when one of the pages is not full. */
async function findPages(url: string, size: number): Promise<Pages> {
  const middle = (size * share) / 2;
  const first = await listReferrals(query);
  const skipped = await listReferrals({ ...query, $skip: String(middle) });
  await settle(url, first);
  const start = performance.now();
  await send(url, skipped);
  const skippedFirstMs = performance.now() - start;
  const before = await listReferrals({ ...query, $skip: String(middle - pageSize) });
  const { "@odata.nextLink": next } = await send<{ "@odata.nextLink": string }>(url, before);
  const deep: BenchRequest = { method: "GET", path: next.slice(url.length) };
  for (const call of [first, skipped, deep]) {
    const { value } = await send<{ value: unknown[] }>(url, call);
    if (value.length !== pageSize) throw new Error(`${call.path} returns ${value.length} referrals.`);
  }
  return { first, deep, skipped, skippedFirstMs };
}
