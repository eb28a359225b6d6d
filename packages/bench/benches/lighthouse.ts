/** What Lighthouse thinks of a page of each type, and of the same contract as others show it. */

import { eventPath, operationPath, schemaPath } from "@partner-referrals/docs/reference/addresses.ts";
import { contract, listWebhooks } from "@partner-referrals/spec/model";
import { defineBench } from "../runner/bench.ts";
import { startAuditor } from "../subjects/lighthouse.ts";
import { docSitesFolder, makeDocSites, peerVersions } from "../subjects/peers/doc-sites.ts";
import { serveStatic } from "../subjects/static-server.ts";
import { versionsOf } from "../subjects/versions.ts";

/** The operation with the longest text, and the schema with the most properties. */
const operation = operationPath("updateReferral");
const schema = schemaPath("Referral");

const ours = {
  home: "ours/",
  guide: "ours/guides/create-a-co-sell-deal/",
  reference: "ours/reference/",
  operation: `ours/${operation}/`,
  event: `ours/${eventPath(listWebhooks(contract)[0]?.path ?? "")}/`,
  schema: `ours/${schema}/`,
  workflow: "ours/workflows/shared-referral/",
  package: "ours/packages/client/",
  changelog: "ours/changelog/",
} as const;
const peers = {
  redoc: "redoc/",
  scalar: "scalar/",
  "swagger-ui": "swagger-ui/",
  elements: "elements/",
} as const;
const pages = { ...ours, ...peers };

type PageName = keyof typeof pages;
const names = <Name extends PageName>(of: Readonly<Record<Name, string>>) => Object.keys(of) as Name[];

const aims = { performance: 95, accessibility: 100, bestPractices: 100, seo: 100 } as const;

export default defineBench({
  title: "Lighthouse",
  method:
    `A page of each type, and the same bundle with ${peerVersions}, as ${await versionsOf(["lighthouse"])} visits them with its ` +
    "defaults: a phone with a slow network, which it simulates. One local server compresses all of it with gzip; other hosts " +
    "cannot be reached. Scores are of 100.",
  rounds: 1,
  subjects: names(pages),
  metrics: {
    performance: { label: "performance", unit: "points" },
    accessibility: { label: "accessibility", unit: "points" },
    bestPractices: { label: "best practices", unit: "points" },
    seo: { label: "search engines", unit: "points" },
  },
  budgets: names(ours).flatMap((subject) =>
    (Object.keys(aims) as (keyof typeof aims)[]).map((metric) => ({
      metric,
      subject,
      baseline: aims[metric],
      atLeast: 1,
    })),
  ),
  async prepare() {
    await makeDocSites(operation);
    const server = await serveStatic(docSitesFolder);
    const auditor = await startAuditor();
    return {
      measure: (name) => auditor.audit(`${server.url}/${pages[name]}`),
      async close() {
        await auditor.close();
        await server.close();
      },
    };
  },
});
