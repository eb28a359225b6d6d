/** Reads HTML so that what has not been changed is written as it was read. */
import { type HTMLElement, parse } from "node-html-parser";

/** Code blocks are elements like others; only scripts and styles are text. */
const options = { comment: true, blockTextElements: { script: true, style: true } };

export function parseHtml(html: string): HTMLElement {
  return parse(html, options);
}
