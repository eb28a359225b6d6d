/** Every page of the site, with all that is on it. `test` checks one page of each type. */
import { describe, test } from "node:test";
import { checkPage } from "../site/page-checks.ts";
import { pages, siteInBrowser } from "../site/site.ts";

describe("every page", () => {
  const site = siteInBrowser();

  for (const path of pages) {
    test(`${path || "the home page"} stays where it is, fits a phone, and is accessible`, () =>
      checkPage(site, path));
  }
});
