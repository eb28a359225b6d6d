/** Headings of the reference. */
import type { Reader } from "../page.ts";

/**
 * In the browser a heading has the id of Redoc's route to the same place, so that one link leads there with and
 * without scripts. A heading that Redoc has no route for has no id: nothing should link to it.
 */
export function heading(reader: Reader, level: number, text: string, route?: string): string {
  if (reader === "machine") return `${"#".repeat(level)} ${text}`;
  return `<h${level}${route ? ` id="${route}"` : ""}>${text}</h${level}>`;
}
