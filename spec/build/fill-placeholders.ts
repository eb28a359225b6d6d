import { formatDuration } from "../model/duration.ts";
import { getByPointer } from "../model/pointer.ts";
import { type Document, walk } from "./document.ts";

/**
 * Replaces `{{pointer}}` in texts with the value there, so that prose repeats no number: `{{/components/…}}` from the
 * root of the document, `{{x-retention}}` from the object that has the description. Durations are put in words.
 *
 * @param context where pointers from the root are looked up; the document itself unless they lead into another one
 *
 * @throws Error when a pointer leads to nothing that can be printed.
 */
export function fillPlaceholders(document: Document, context: Document = document): void {
  walk(document, (node) => {
    for (const [name, text] of Object.entries(node)) {
      if (typeof text !== "string") continue;
      node[name] = text.replace(/\{\{([^}]+)\}\}/g, (_, pointer: string) =>
        print(pointer, pointer.startsWith("/") ? context : node),
      );
    }
  });
}

function print(pointer: string, root: unknown): string {
  const value = getByPointer(root, pointer.startsWith("/") ? pointer : `/${pointer}`);
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") throw new Error(`A description names {{${pointer}}}, which has no value.`);
  return /^P(T?\d)/.test(value) ? formatDuration(value) : value;
}
