/** How the search weighs what it finds; see https://pagefind.app/docs/ranking/ */
export const searchRanking: Readonly<Record<string, number | Readonly<Record<string, number>>>> = {
  // Long pages are not worse for being long, and a word is not more often meant for being rare on a page.
  pageLength: 0.1,
  termFrequency: 0.3,
  // Whole words before parts of others.
  termSimilarity: 2,
  termSaturation: 1.2,
  // By the names that Head.astro gives: "Create a referral" is the operation before `ReferralCreate`, and what is
  // current comes before what is deprecated.
  metaWeights: { title: 5, operation: 3, event: 2, schema: 2, type: 0 },
};
