/** Gives each page a Content-Security-Policy that allows what the page has and nothing else. */
import { createHash } from "node:crypto";
import type { HTMLElement } from "node-html-parser";
import { parseHtml } from "./parse.ts";

/** Where the form of an operation's page sends requests besides the API's own address: to this machine. */
const localAddresses = "http://127.0.0.1:* http://localhost:*";

export function addPolicy(document: HTMLElement): void {
  const inline = (tag: string) =>
    document
      .querySelectorAll(tag)
      .flatMap((element) => (element.getAttribute("src") ? [] : [hashOf(element.textContent)]));
  const policy = [
    "default-src 'none'",
    // The search is compiled to WebAssembly.
    `script-src ${["'self'", "'wasm-unsafe-eval'", ...unique(inline("script"))].join(" ")}`,
    `style-src ${["'self'", ...unique(inline("style"))].join(" ")}`,
    "img-src 'self' data:",
    "font-src data:",
    `connect-src ${["'self'", ...formTargets(document)].join(" ")}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const charset = document.querySelector("meta[charset]");
  if (!charset) throw new Error("A page names no character set. Where does its policy go?");
  charset.after(parseHtml(`<meta http-equiv="Content-Security-Policy" content="${policy}">`));
}

function formTargets(document: HTMLElement): string[] {
  const server = document.querySelector("details.try-it")?.getAttribute("data-server");
  return server ? [localAddresses, server] : [];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
