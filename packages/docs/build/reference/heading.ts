/** Headings and tables of the reference. */
import type { Reader } from "../page.ts";

/**
 * In the browser a heading has the id of Redoc's route to the same place, so that one link leads there with and
 * without scripts. A heading that Redoc has no route for has no id: nothing should link to it.
 */
export function heading(reader: Reader, level: number, text: string, route?: string): string {
  if (reader === "machine") return `${"#".repeat(level)} ${text}`;
  return `<h${level}${route ? ` id="${route}"` : ""}>${text}</h${level}>`;
}

/** Puts text into one cell of a Markdown table. */
export function cell(text: string): string {
  return text
    .trim()
    .replaceAll("|", "\\|")
    .replace(/\s*\n\s*/g, " ");
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
