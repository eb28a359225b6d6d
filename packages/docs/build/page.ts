/** A page of the site, before anything has turned it into HTML. */

/** People read a page in a browser, machines read it as Markdown. */
export type Reader = "browser" | "machine";

export interface Page {
  /** The place of the page in the site, without the extension: `guides/getting-started`. */
  readonly path: string;
  readonly title: string;
  /** One sentence for search engines, link previews and llms.txt. */
  readonly description: string;
  /** Whether a list of its headings stands beside the page. Yes, if not said. */
  readonly tableOfContents?: boolean;
  /** Whether links lead to the pages before and after it. No, if not said: most pages are no chapters. */
  readonly chapter?: boolean;
  /** The Markdown below the title. Links in it are those of build/links.ts. */
  body(reader: Reader): string;
}
