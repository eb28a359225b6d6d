import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Document, walk } from "./document.ts";

/** Replaces each `externalValue` that names a file of `directory` with the payload in that file. */
export function inlineExamples(document: Document, directory: string): void {
  walk(document, (example) => {
    const file = example.externalValue;
    if (typeof file !== "string") return;
    delete example.externalValue;
    example.value = JSON.parse(readFileSync(join(directory, basename(file)), "utf8"));
  });
}
