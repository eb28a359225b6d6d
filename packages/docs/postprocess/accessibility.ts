/** What the pages need beyond Starlight for those who use a keyboard or a screen reader. */
import type { HTMLElement } from "node-html-parser";
import { parseHtml } from "./parse.ts";

export function makeAccessible(document: HTMLElement): void {
  // TypeDoc puts an anchor before each heading, which Astro gives the same id.
  const headings = new Set(document.querySelectorAll("h2, h3, h4, h5, h6").map(({ id }) => id));
  for (const anchor of document.querySelectorAll("main a[id]")) {
    if (headings.has(anchor.id) && anchor.textContent === "") anchor.remove();
  }
  for (const table of document.querySelectorAll(".sl-markdown-content table")) {
    labelCells(table);
    table.replaceWith(parseHtml(`<div class="table">${table.outerHTML}</div>`));
  }
}

/** Gives cells the name of their column, which a phone shows beside them, and roles, which the stacked layout would lose. */
function labelCells(table: HTMLElement): void {
  table.setAttribute("role", "table");
  const labels = table.querySelectorAll("thead th").map(({ textContent }) => textContent.trim());
  for (const part of table.querySelectorAll("thead, tbody")) part.setAttribute("role", "rowgroup");
  for (const heading of table.querySelectorAll("th")) {
    // A column without a name has no heading.
    if (heading.textContent.trim() === "") heading.rawTagName = "td";
    else heading.setAttribute("role", "columnheader");
  }
  for (const row of table.querySelectorAll("tr")) {
    row.setAttribute("role", "row");
    row.querySelectorAll("td").forEach((cell, index) => {
      cell.setAttribute("role", "cell");
      cell.setAttribute("data-label", labels[index] ?? "");
    });
  }
  // Long names may break between their words.
  for (const code of table.querySelectorAll("code")) {
    if (code.textContent.length > 18 && code.childNodes.length === 1) {
      code.innerHTML = code.innerHTML.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[./])(?=\w)/g, "<wbr>");
    }
  }
}
