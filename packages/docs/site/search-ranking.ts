/** How the search weighs what it finds; see https://pagefind.app/docs/ranking/ */
export const searchRanking: Readonly<Record<string, number>> = {
  // Long pages are not worse for being long, and a word is not more often meant for being rare on a page.
  pageLength: 0.1,
  termFrequency: 0.3,
  // Whole words before parts of others.
  termSimilarity: 2,
  termSaturation: 1.2,
};
