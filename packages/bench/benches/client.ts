/** What a call costs through our client, through openapi-fetch alone, and by hand. */
import { fileURLToPath } from "node:url";
import { createReferralsClient } from "@partner-referrals/client";
import type { paths, ReferralCreate } from "@partner-referrals/types";
import createClient from "openapi-fetch";
import { defineBench } from "../runner/bench.ts";
import { createReferral, getReferral, headers } from "../subjects/requests.ts";
import { startServerProcess } from "../subjects/server-process.ts";

const CALLS = 100;
const stubServer = fileURLToPath(new URL("../subjects/stub-server.ts", import.meta.url));

type Subject = "bare fetch" | "openapi-fetch" | "partner-referrals client";

/** The two calls as a user of the subject writes them. */
interface Calls {
  get(): Promise<unknown>;
  post(): Promise<unknown>;
}

export default defineBench({
  title: "Client",
  method: `Each round makes ${CALLS} calls of each kind, one after the other, to a stub server in another process that answers with the contract's examples.`,
  rounds: 90,
  subjects: ["bare fetch", "openapi-fetch", "partner-referrals client"],
  metrics: {
    get: { label: "GET one", unit: "µs a call" },
    post: { label: "POST", unit: "µs a call" },
  },
  aims: [
    { metric: "get", subject: "partner-referrals client", beside: "openapi-fetch", atMost: 1.25 },
    { metric: "post", subject: "partner-referrals client", beside: "openapi-fetch", atMost: 1.25 },
  ],
  async prepare() {
    const read = await getReferral();
    const server = await startServerProcess((port) => [stubServer, String(port)], {
      path: read.path,
      headers,
    });
    const subjects = await callsTo(server.url);
    // The first calls compile code and open connections.
    for (const calls of Object.values(subjects)) await timeCalls(calls);
    return {
      measure: (subject) => timeCalls(subjects[subject]),
      close: () => server.stop(),
    };
  },
});

async function callsTo(baseUrl: string): Promise<Record<Subject, Calls>> {
  const read = await getReferral();
  const create = await createReferral();
  // The contract's own example of this request.
  const body: ReferralCreate = JSON.parse(create.body);
  const openapiFetch = createClient<paths>({ baseUrl, headers });
  const client = createReferralsClient({ token: "bench", baseUrl });
  return {
    "bare fetch": {
      get: async () => (await fetch(`${baseUrl}${read.path}`, { headers })).json(),
      post: async () => {
        const request = { method: "POST", headers, body: JSON.stringify(body) };
        return (await fetch(`${baseUrl}${create.path}`, request)).json();
      },
    },
    "openapi-fetch": {
      get: () =>
        openapiFetch.GET("/v1.0/engagements/referrals/{referralId}", {
          params: { path: { referralId: read.id } },
        }),
      post: () => openapiFetch.POST("/v1.0/engagements/referrals", { body }),
    },
    "partner-referrals client": {
      get: () => client.get(read.id),
      post: () => client.create(body),
    },
  };
}

async function timeCalls({ get, post }: Calls): Promise<{ get: number; post: number }> {
  return { get: await microsecondsPerCall(get), post: await microsecondsPerCall(post) };
}

async function microsecondsPerCall(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let count = 0; count < CALLS; count++) await call();
  return ((performance.now() - started) * 1000) / CALLS;
}
