import type { Document } from "./document.ts";

/**
 * A copy of the document without a single `$ref`, for tools that cannot follow them. A schema that contains itself is
 * written out once; inside, it is any object.
 */
export function dereference(document: Document): unknown {
  return resolve(document, []);

  function resolve(value: unknown, inside: string[]): unknown {
    if (Array.isArray(value)) return value.map((item) => resolve(item, inside));
    if (typeof value !== "object" || value === null) return value;
    const { $ref, ...siblings } = value as { $ref?: unknown };
    const rest = Object.fromEntries(
      Object.entries(siblings).map(([key, item]) => [key, resolve(item, inside)]),
    );
    if (typeof $ref !== "string") return rest;
    if (inside.includes($ref)) return { type: "object", ...rest };
    return { ...(resolve(target($ref), [...inside, $ref]) as object), ...rest };
  }

  function target(reference: string): unknown {
    return reference
      .replace(/^#\//, "")
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>((node, part) => {
        if (typeof node !== "object" || node === null || !(part in node)) {
          throw new Error(`${reference} leads nowhere.`);
        }
        return (node as Record<string, unknown>)[part];
      }, document);
  }
}
