/** Moves style attributes, which the policy forbids, into a style sheet of the site. */
import type { HTMLElement } from "node-html-parser";
import { parseHtml } from "./parse.ts";

export class StyleSheet {
  static readonly file = "inline.css";

  readonly #names = new Map<string, string>();

  /** Replaces the style attributes of a page by classes and links the sheet. */
  extractInlineStyles(document: HTMLElement): void {
    for (const element of document.querySelectorAll("[style]")) {
      element.classList.add(this.#nameOf(element.getAttribute("style") ?? ""));
      element.removeAttribute("style");
    }
    // Last, as an attribute outweighs every sheet.
    const head = document.querySelector("head");
    head?.append(parseHtml(`<link rel="stylesheet" href="/${StyleSheet.file}">`));
  }

  toString(): string {
    return [...this.#names].map(([style, name]) => `.${name}{${style}}`).join("\n");
  }

  #nameOf(style: string): string {
    const name = this.#names.get(style) ?? `i${this.#names.size.toString(36)}`;
    this.#names.set(style, name);
    return name;
  }
}
