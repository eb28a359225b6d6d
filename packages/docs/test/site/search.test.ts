/** The search finds a thing by its name: what readers type, and the page that must come first. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventPath, operationPath, schemaPath } from "../../reference/addresses.ts";
import { searchRanking } from "../../site/search-ranking.ts";
import { siteInBrowser } from "./site.ts";

/** The page that must come first; several where each of them is right. */
const expected: Readonly<Record<string, string | readonly string[]>> = {
  dealValue: schemaPath("ReferralDetails"),
  closingDateTime: [schemaPath("ReferralDetails"), schemaPath("SolutionTag")],
  consentToToShareInfoWithOthers: schemaPath("Consent"),
  consentToShareReferralWithMicrosoftSellers: schemaPath("Consent"),
  assistanceRequestCode: schemaPath("AssistanceRequestCode"),
  WebhookUrl: [schemaPath("WebhookRegistration"), schemaPath("WebhookRegistrationCreate")],
  ResourceUri: schemaPath("ReferralEvent"),
  SalesStage: schemaPath("SalesStage"),
  industry: schemaPath("Industry"),
  IndustryTag: schemaPath("IndustryTag"),
  ReferralStatus: schemaPath("ReferralStatus"),
  ReferralSubstatus: schemaPath("ReferralSubstatus"),
  ErrorResponse: schemaPath("ErrorResponse"),
  ErrorCode: schemaPath("ErrorCode"),
  SolutionTag: schemaPath("SolutionTag"),
  CustomerSize: schemaPath("CustomerSize"),
  ReferralPatch: schemaPath("ReferralPatch"),
  createReferral: operationPath("createReferral"),
  updateReferral: operationPath("updateReferral"),
  listReferrals: operationPath("listReferrals"),
  replaceReferral: operationPath("replaceReferral"),
  registerWebhook: operationPath("registerWebhook"),
  "send a test event": operationPath("testWebhook"),
  "get a referral": operationPath("getReferral"),
  "create a referral": operationPath("createReferral"),
  "update a referral": operationPath("updateReferral"),
  "list referrals": operationPath("listReferrals"),
  "referral-updated": eventPath("referral-updated"),
  "related-referral-updated": eventPath("related-referral-updated"),
  "token expired": "guides/authentication",
  "device code": "guides/authentication",
  "401 403": "guides/authentication",
  412: "guides/handle-errors",
  "error codes": schemaPath("ErrorCode"),
  "rate limits": "guides/keep-a-crm-in-sync",
  "webhook signature": "guides/verify-webhooks",
  "verify webhooks": "guides/verify-webhooks",
  "co-sell deal": "guides/create-a-co-sell-deal",
  "close a deal": "guides/work-the-pipeline",
  "closed referral": "guides/work-the-pipeline",
  nextLink: schemaPath("ReferralPage"),
  "filterable properties": "guides/find-referrals",
  openapi: "reference",
  "move from the preview": "guides/move-from-the-2018-preview",
  proxy: "packages/mock",
  sandbox: "packages/sandbox",
};

/** What the site's search box asks. */
interface Pagefind {
  options(options: object): Promise<void>;
  search(
    query: string,
  ): Promise<{ readonly results: readonly { readonly score: number; data(): Promise<{ url: string }> }[] }>;
}

interface Hit {
  readonly url: string;
  readonly score: number;
}

/** How far the right page must be ahead of others, so that their order does not depend on what else the site says. */
const leastLead = 1.01;

describe("the search", () => {
  const site = siteInBrowser();

  test(`has the right page first for each of ${Object.keys(expected).length} queries`, async () => {
    await site.onPage("changelog/", async (page) => {
      const found = await page.evaluate(
        async ([script, ranking, queries]) => {
          const pagefind: Pagefind = await import(script);
          await pagefind.options({ ranking });
          const pages: [string, Hit[]][] = [];
          for (const query of queries) {
            const { results } = await pagefind.search(query);
            const hits = results.slice(0, 4).map(async (result) => {
              const { url } = await result.data();
              return { url, score: result.score };
            });
            pages.push([query, await Promise.all(hits)]);
          }
          return pages;
        },
        [`${site.url()}pagefind/pagefind.js`, searchRanking, Object.keys(expected)] as const,
      );
      const wrong = found.filter(([query, hits]) => {
        const paths = [expected[query] ?? []].flat();
        const isRight = ({ url }: Hit) => paths.some((path) => url.endsWith(`docs/${path}/`));
        const [first] = hits;
        const other = hits.find((hit) => !isRight(hit));
        return !first || !isRight(first) || first.score < (other?.score ?? 0) * leastLead;
      });
      assert.deepEqual(
        wrong.map(
          ([query, hits]) =>
            `${query}: ${hits.map(({ url, score }) => `${url.replace(/.*\/docs\//, "")} ${score.toFixed(2)}`).join(", ")}`,
        ),
        [],
      );
    });
  });
});
