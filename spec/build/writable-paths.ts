import { type Document, schemaNamed, walk } from "./document.ts";

/**
 * Turns `x-writable-paths: <schema>` into the pattern of JSON Pointers that a patch may name: those into the properties
 * of that schema, and into `/registrations`, which only a patch may add to. The bundle keeps the list beside the pattern.
 */
export function applyWritablePaths(document: Document): void {
  walk(document.components.schemas, (schema) => {
    const source = schema["x-writable-paths"];
    if (typeof source !== "string") return;
    const names = [...Object.keys(schemaNamed(document, source).properties ?? {}), "registrations"];
    schema["x-writable-paths"] = names.map((name) => `/${name}`);
    schema.pattern = `^/(${names.join("|")})(/([^~/]|~[01])*)*$`;
  });
}
