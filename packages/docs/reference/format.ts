/** The two forms of what pages fold: elements that open on demand in HTML, plain Markdown otherwise. */

import type { OutputFormat } from "../build/page.ts";
import { inlineHtml, paragraphs } from "../content/markdown.ts";

/** Something with a title line that opens on demand. In Markdown it is a heading-like line and its content. */
export function disclosure(
  format: OutputFormat,
  summary: string,
  body: string,
  { open = false, className = "fold" }: { readonly open?: boolean; readonly className?: string } = {},
): string {
  if (format === "markdown") return paragraphs([`**${summary}**`, body]);
  // The search finds what a page says, not what its examples hold.
  const attributes = `class="${className}"${open ? " open" : ""} data-pagefind-ignore`;
  return `<details ${attributes}><summary>${inlineHtml(summary)}</summary>\n\n${body}\n\n</details>`;
}

/** A block of code. */
export function codeBlock(language: string, source: string): string {
  return `\`\`\`${language}\n${source}\n\`\`\``;
}

export function jsonBlock(value: unknown): string {
  return codeBlock("json", JSON.stringify(value, null, 2));
}
