/** The docs beside what others make of the same contract, in a real browser. */

import type { Browser } from "@partner-referrals/browser";
import { operationPath } from "@partner-referrals/docs/reference/addresses.ts";
import { defineBench } from "../runner/bench.ts";
import { type OperationText, readOperationTexts } from "../subjects/operation-texts.ts";
import { launchBrowser, load, read, textWithoutScripts } from "../subjects/page-visits.ts";
import { docSitesFolder, makeDocSites, peerVersions, plainPage } from "../subjects/peers/doc-sites.ts";
import { serveStatic } from "../subjects/static-server.ts";

/** The operation with the longest text. */
const linkedOperation = "updateReferral";
const ownOperation = (operationId: string) => `ours/${operationPath(operationId)}/`;

interface Subject {
  readonly page: string;
  /** The address that leads to an operation; a page without one has no operations. */
  readonly link?: (operation: OperationText) => string;
}

const subjects = {
  operation: {
    page: ownOperation(linkedOperation),
    link: ({ operationId }) => ownOperation(operationId),
  },
  plain: { page: plainPage },
  reference: { page: "ours/reference/" },
  guide: { page: "ours/guides/getting-started/" },
  redoc: {
    page: "redoc/",
    link: ({ tag, operationId }) => `redoc/#/${tag}/${operationId}`.toLowerCase(),
  },
  scalar: {
    page: "scalar/",
    link: ({ tag, method, path }) => `scalar/#tag/${tag.toLowerCase()}/${method.toUpperCase()}${path}`,
  },
  "swagger-ui": {
    page: "swagger-ui/",
    link: ({ tag, operationId }) => `swagger-ui/#/${tag}/${operationId}`,
  },
  elements: { page: "elements/", link: ({ operationId }) => `elements/#/operations/${operationId}` },
} as const satisfies Record<string, Subject>;

const peers = ["redoc", "scalar", "swagger-ui", "elements"] as const;
const faster = peers.flatMap(
  (baseline) =>
    [
      { metric: "paint", subject: "guide", baseline, atMost: 1 },
      { metric: "paint", subject: "operation", baseline, atMost: 1 },
      { metric: "readable", subject: "operation", baseline, atMost: 1 },
      { metric: "settled", subject: "operation", baseline, atMost: 1 },
    ] as const,
);

export default defineBench({
  title: "Docs",
  method:
    `The page of ${linkedOperation}, its text as HTML without style or script (plain), the overview of the reference, a guide, ` +
    `and the same bundle with ${peerVersions}, each as its command or its README makes a page; ` +
    "Redoc's script comes from the same host as everything. One local server compresses all of it with gzip. Each visit is by a " +
    "new browser profile, and other hosts are rejected at once. Each round visits the page, until it has asked for nothing for " +
    `half a second; the link to ${linkedOperation}, to see when its description comes into view, and from when on it stays there; and ` +
    "the pages without JavaScript, to count whose description can be read.",
  rounds: 5,
  subjects: ["operation", "plain", "reference", "guide", ...peers],
  metrics: {
    paint: { label: "first contentful paint", unit: "ms" },
    readable: { label: "linked operation in view", unit: "ms" },
    settled: { label: "linked operation in view to stay", unit: "ms" },
    weight: { label: "sent, compressed", unit: "kB" },
    foreign: { label: "requests to other hosts", unit: "count" },
    withoutScripts: { label: "operations without JavaScript", unit: "count" },
  },
  budgets: [
    ...faster,
    { metric: "paint", subject: "operation", baseline: "plain", atMost: 1.5 },
    { metric: "weight", subject: "operation", baseline: 80, atMost: 1 },
    { metric: "weight", subject: "guide", baseline: 80, atMost: 1 },
  ],
  async prepare() {
    await makeDocSites(operationPath(linkedOperation));
    const operations = readOperationTexts();
    const server = await serveStatic(docSitesFolder);
    const browser = await launchBrowser();
    return {
      async measure(name) {
        const { page, link }: Subject = subjects[name];
        const url = `${server.url}/${page}`;
        const before = server.sentBytes();
        const { firstPaintMs, foreignRequests } = await load(browser, url);
        const weight = (server.sentBytes() - before) / 1000;
        const addressOf = link && ((operation: OperationText) => `${server.url}/${link(operation)}`);
        const ofOperations = addressOf
          ? await measureOperations(browser, addressOf, operations)
          : noOperations;
        return { paint: firstPaintMs, weight, foreign: foreignRequests, ...ofOperations };
      },
      async close() {
        await browser.close();
        await server.close();
      },
    };
  },
});

const noOperations = { readable: null, settled: null, withoutScripts: null };

async function measureOperations(
  browser: Browser,
  addressOf: (operation: OperationText) => string,
  operations: readonly OperationText[],
) {
  const linked = operations.find(({ operationId }) => operationId === linkedOperation);
  if (!linked) throw new Error(`The contract has no operation ${linkedOperation}.`);
  const { firstMs, settledMs } = await read(browser, addressOf(linked), linked.phrase);
  const pages = new Set(operations.map((operation) => addressOf(operation).replace(/#.*/, "")));
  const texts: string[] = [];
  for (const page of pages) texts.push(await textWithoutScripts(browser, page));
  const withoutScripts = operations.filter(({ phrase }) =>
    texts.some((text) => text.includes(phrase)),
  ).length;
  return { readable: firstMs, settled: settledMs, withoutScripts };
}
