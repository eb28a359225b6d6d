/** Checks the HTML of pages, with the rules that suit Starlight and Markdown. */
import { htmlChecker } from "@partner-referrals/browser/html";

/** What is wrong with a page: the rule, what it says, where. */
export const htmlErrors: (html: string) => Promise<string[]> = htmlChecker({
  // The standard allows any character but spaces: headings such as "0.1.0" make ids that begin with a digit.
  "valid-id": ["error", { relaxed: true }],
  // A table that a phone shows as a stack would lose its roles, which its elements have by themselves only as a table.
  "no-redundant-role": ["error", { exclude: ["table", "rowgroup", "row", "columnheader", "cell"] }],
  // Starlight has a table of contents for phones and one for desktops, of one name. Only one of them is shown.
  "unique-landmark": "off",
  // The search shows results as the reader types.
  "wcag/h32": "off",
});
