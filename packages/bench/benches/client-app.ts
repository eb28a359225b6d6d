/** What a client costs an app before it makes a call: bytes to load, and work for TypeScript. */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { defineBench } from "../runner/bench.ts";
import { bundleApp } from "../subjects/peers/app-bundle.ts";
import { checkApp } from "../subjects/peers/app-check.ts";
import { clients, peerVersions } from "../subjects/peers/clients.ts";
import { generatePeers } from "../subjects/peers/generate.ts";

const [bareFetch, ...others] = clients;

export default defineBench({
  title: "Client in an app",
  method:
    "The same little app, which creates, gets and lists, is written with each client, bundled with esbuild, and checked by the " +
    `repository's TypeScript (strict, skipLibCheck). Clients that are generated (${peerVersions}; all with their defaults) are ` +
    "sources of the app and are checked with it, as at their users. What they hold differs: only partner-referrals retries calls, " +
    "renews tokens and has errors of its own in this app; redocly brings retries that are off. No peer has an edit or a filter builder.",
  rounds: 5,
  subjects: [...others, bareFetch],
  metrics: {
    minified: { label: "minified", unit: "bytes" },
    gzipped: { label: "minified and gzipped", unit: "bytes" },
    withHelpers: { label: "with edit, listAll and where", unit: "bytes" },
    instantiations: { label: "type instantiations", unit: "count" },
    check: { label: "check time", unit: "ms" },
  },
  budgets: [
    { metric: "gzipped", subject: "partner-referrals", baseline: 3500, atMost: 1 },
    { metric: "withHelpers", subject: "partner-referrals", baseline: 5500, atMost: 1 },
    { metric: "instantiations", subject: "partner-referrals", baseline: 100, atMost: 1 },
    { metric: "check", subject: "partner-referrals", baseline: "redocly", atMost: 1 },
  ],
  async prepare() {
    await generatePeers();
    return {
      async measure(client) {
        const code = await readFile(await bundleApp(client));
        const hasHelpers = client === "partner-referrals";
        const { instantiations, milliseconds } = await checkApp(client);
        return {
          minified: code.length,
          gzipped: gzippedSize(code),
          withHelpers: hasHelpers ? gzippedSize(await readFile(await bundleApp(`${client}-helpers`))) : null,
          instantiations,
          check: milliseconds,
        };
      },
      close: async () => {},
    };
  },
});

function gzippedSize(code: Buffer): number {
  return gzipSync(code, { level: 9 }).length;
}
