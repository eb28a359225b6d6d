/** Makes valid HTML of what Starlight and Expressive Code write. */
import type { HTMLElement } from "node-html-parser";

export function makeValid(document: HTMLElement): void {
  // A code element may hold no block. Text browsers begin a new line where the text does: site.css hides that from others.
  for (const line of document.querySelectorAll(".expressive-code pre div")) {
    line.rawTagName = "span";
    if (line.classList.contains("ec-line")) line.insertAdjacentHTML("afterend", "\n");
  }
  // Nor may a button: it has a background of its own in site.css.
  for (const background of document.querySelectorAll(".expressive-code button div")) background.remove();
  for (const button of document.querySelectorAll("button")) {
    if (!button.hasAttribute("type")) button.setAttribute("type", "button");
    const title = button.getAttribute("title");
    if (title && button.textContent.trim() === "") button.setAttribute("aria-label", title);
  }
}
