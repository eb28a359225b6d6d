/** Makes a page's addresses relative, so that the site works below any path. */
import { posix } from "node:path";
import type { HTMLElement } from "node-html-parser";

const linkAttributes = ["href", "src"];

/** @param file the page's own path in the site, such as `guides/getting-started/index.html` */
export function relativeLinks(document: HTMLElement, file: string): void {
  for (const attribute of linkAttributes) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const address = element.getAttribute(attribute) ?? "";
      if (address.startsWith("/")) element.setAttribute(attribute, relativeTo(file, address));
    }
  }
}

/** Makes the addresses of the page for unknown addresses start at the root of the host. */
export function absoluteLinks(document: HTMLElement, url: string | undefined): void {
  const base = url ? new URL(url).pathname.replace(/\/$/, "") : "";
  for (const attribute of linkAttributes) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const address = element.getAttribute(attribute) ?? "";
      if (address.startsWith("/")) element.setAttribute(attribute, `${base}${address}`);
    }
  }
}

function relativeTo(file: string, address: string): string {
  const [path = "", ...rest] = address.split(/(?=[?#])/);
  const folder = posix.dirname(`/${file}`);
  const relative = posix.relative(folder, path) || ".";
  return (
    (path.endsWith("/") && relative !== "." ? `${relative}/` : relative === "." ? "./" : relative) +
    rest.join("")
  );
}
