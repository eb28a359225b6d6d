/** What a call costs through our client, through its peers, and by hand. */
import { fileURLToPath } from "node:url";
import type { ReferralCreate } from "@partner-referrals/types";
import { defineBench } from "../runner/bench.ts";
import { type App, connectApp } from "../subjects/peers/app-bundle.ts";
import { clients, peerVersions } from "../subjects/peers/clients.ts";
import { generatePeers } from "../subjects/peers/generate.ts";
import { createReferral, getReferral, headers } from "../subjects/requests.ts";
import { startServerProcess } from "../subjects/server-process.ts";

const requestsPerRound = 10;
const stubServer = fileURLToPath(new URL("../subjects/stub-server.ts", import.meta.url));

export default defineBench({
  title: "Client",
  method:
    `Each round makes ${requestsPerRound} calls of each kind, one after the other, with the little app of each client (${peerVersions}), to a ` +
    "stub server in another process that responds with the contract's examples.",
  rounds: 400,
  subjects: clients,
  metrics: {
    get: { label: "GET one", unit: "µs a call" },
    post: { label: "POST", unit: "µs a call" },
  },
  budgets: [
    { metric: "get", subject: "partner-referrals", baseline: "bare-fetch", atMost: 1.1 },
    { metric: "post", subject: "partner-referrals", baseline: "bare-fetch", atMost: 1.1 },
  ],
  async prepare() {
    await generatePeers();
    const read = await getReferral();
    // The contract's own example of this request.
    const referral: ReferralCreate = JSON.parse((await createReferral()).body);
    const server = await startServerProcess((port) => [stubServer, String(port)], {
      path: read.path,
      headers,
    });
    const apps = new Map<string, App>();
    for (const client of clients) apps.set(client, await connectApp(client, server.url, "bench"));
    const measure = async (client: string) => {
      const app = apps.get(client);
      if (app === undefined) throw new Error(`${client} has no app.`);
      return {
        get: await microsecondsPerCall(() => app.get(read.id)),
        post: await microsecondsPerCall(() => app.create(referral)),
      };
    };
    // The first calls compile code and open connections.
    for (const client of clients) await measure(client);
    return { measure, close: () => server.stop() };
  },
});

async function microsecondsPerCall(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let count = 0; count < requestsPerRound; count++) await call();
  return ((performance.now() - started) * 1000) / requestsPerRound;
}
