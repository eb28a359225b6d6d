/** The docs beside what others make of the same contract, in a real browser. */
import type { Browser } from "playwright-core";
import { defineBench } from "../runner/bench.ts";
import { type OperationText, readOperationTexts } from "../subjects/operation-texts.ts";
import { launchBrowser, load, read, textWithoutScripts } from "../subjects/page-visits.ts";
import { docSitesFolder, makeDocSites, peerVersions } from "../subjects/peers/doc-sites.ts";
import { serveStatic } from "../subjects/static-server.ts";

/** The operation with the longest text. */
const linkedOperation = "updateReferral";

interface Subject {
  readonly page: string;
  /** The fragment that leads to an operation; a page without one has no operations. */
  readonly link?: (operation: OperationText) => string;
}

const redocLink = ({ tag, operationId }: OperationText) => `/${tag}/${operationId}`.toLowerCase();

const subjects = {
  reference: { page: "ours/reference/", link: redocLink },
  guide: { page: "ours/guides/getting-started/" },
  redoc: { page: "redoc/", link: redocLink },
  scalar: {
    page: "scalar/",
    link: ({ tag, method, path }) => `tag/${tag.toLowerCase()}/${method.toUpperCase()}${path}`,
  },
  "swagger-ui": { page: "swagger-ui/", link: ({ tag, operationId }) => `/${tag}/${operationId}` },
  elements: { page: "elements/", link: ({ operationId }) => `/operations/${operationId}` },
} as const satisfies Record<string, Subject>;

const peers = ["redoc", "scalar", "swagger-ui", "elements"] as const;
const faster = peers.flatMap(
  (baseline) =>
    [
      { metric: "paint", subject: "guide", baseline, atMost: 1 },
      { metric: "paint", subject: "reference", baseline, atMost: 1 },
      { metric: "readable", subject: "reference", baseline, atMost: 1 },
      { metric: "settled", subject: "reference", baseline, atMost: 1 },
    ] as const,
);

export default defineBench({
  title: "Docs",
  method:
    `A guide and the reference, and the same bundle with ${peerVersions}, each as its command or its README makes a page; ` +
    "Redoc's script comes from the same host as everything. One local server compresses all of it with gzip. Each visit is by a " +
    "new browser profile, and other hosts are rejected at once. Each round visits the page, until it has asked for nothing for " +
    `half a second; the link to ${linkedOperation}, to see when its description comes into view, and from when on it stays there; and ` +
    "the page without JavaScript, to count whose description can be read.",
  rounds: 5,
  subjects: ["reference", "guide", ...peers],
  metrics: {
    paint: { label: "first contentful paint", unit: "ms" },
    readable: { label: "linked operation in view", unit: "ms" },
    settled: { label: "linked operation in view to stay", unit: "ms" },
    weight: { label: "sent, compressed", unit: "kB" },
    foreign: { label: "requests to other hosts", unit: "count" },
    withoutScripts: { label: "operations without JavaScript", unit: "count" },
  },
  budgets: [...faster, { metric: "weight", subject: "guide", baseline: 150, atMost: 1 }],
  async prepare() {
    await makeDocSites();
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
        const ofOperations = link ? await measureOperations(browser, url, link, operations) : noOperations;
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
  url: string,
  link: NonNullable<Subject["link"]>,
  operations: readonly OperationText[],
) {
  const linked = operations.find(({ operationId }) => operationId === linkedOperation);
  if (!linked) throw new Error(`The contract has no operation ${linkedOperation}.`);
  const { firstMs, settledMs } = await read(browser, `${url}#${link(linked)}`, linked.phrase);
  const text = await textWithoutScripts(browser, url);
  const withoutScripts = operations.filter(({ phrase }) => text.includes(phrase)).length;
  return { readable: firstMs, settled: settledMs, withoutScripts };
}
