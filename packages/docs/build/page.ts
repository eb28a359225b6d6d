/** A page of the site before it is rendered. */

/** Pages are published twice: as HTML for browsers, and as Markdown for language models and other programs. */
export type OutputFormat = "html" | "markdown";

export type PageKind =
  | "guide"
  | "reference"
  | "operation"
  | "event"
  | "schema"
  | "workflow"
  | "package"
  | "about";

/** What is known of a page without writing it. */
export interface PageSummary {
  /** The place of the page in the site, without the extension: `guides/getting-started`. */
  readonly path: string;
  readonly kind: PageKind;
  readonly title: string;
  /** One sentence for search engines, link previews and llms.txt. */
  readonly description: string;
  /** Whether a list of its headings stands beside the page. Yes, if not said. */
  readonly tableOfContents?: boolean;
  /** Whether links lead to the pages before and after it. No, if not said: most pages are not chapters. */
  readonly chapter?: boolean;
  /** Whether the page is about something deprecated: the search ranks it below what is current. */
  readonly deprecated?: boolean;
}

export interface Page extends PageSummary {
  /** The Markdown below the title. Links in it are those of build/links.ts. */
  body(format: OutputFormat): string;
}
