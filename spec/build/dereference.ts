import { getByPointer } from "../model/pointer.ts";
import type { Document } from "./document.ts";

/**
 * A copy of the document without a single `$ref`, for tools that cannot follow them. A schema that contains itself is
 * written out once; inside, it is any object.
 *
 * @throws Error when a reference leads nowhere.
 */
export function dereference(document: Document): unknown {
  return resolve(document, []);

  function resolve(value: unknown, outer: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item) => resolve(item, outer));
    if (typeof value !== "object" || value === null) return value;
    const { $ref, ...siblings }: { $ref?: unknown } = value;
    const rest = Object.fromEntries(
      Object.entries(siblings).map(([key, item]) => [key, resolve(item, outer)]),
    );
    if (typeof $ref !== "string") return rest;
    if (outer.includes($ref)) return { type: "object", ...rest };
    const target = getByPointer(document, $ref);
    if (typeof target !== "object" || target === null) throw new Error(`${$ref} leads nowhere.`);
    return { ...Object(resolve(target, [...outer, $ref])), ...rest };
  }
}
