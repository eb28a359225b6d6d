/** Maps the properties of the 2018 preview to those of version 1.0. */
import { type JsonObject, propertyPaths, schemaNamed } from "@partner-referrals/spec/model";
import { code } from "../markdown.ts";

/** What became of a property. Without `now`, it is gone or its successor is not known. */
export interface PropertyMapping {
  readonly was: string;
  readonly now?: string;
  readonly note?: string;
}

/** What is written by hand about properties that did not just change their case. */
export type HandWrittenMappings = Readonly<Record<string, Omit<PropertyMapping, "was">>>;

/**
 * Maps each property of a preview schema to version 1.0: by hand where `changes` says so, otherwise by its name. What
 * is below a property that moved is looked for where it moved to; what is below one that is gone, is gone too. A schema
 * that both versions share is one property. A property that is neither in version 1.0 nor in `changes` has no `now`.
 */
export function mapPreview(
  document: JsonObject,
  { preview, current, changes }: { preview: string; current: string; changes: HandWrittenMappings },
): PropertyMapping[] {
  const now = new Set(propertyPaths(document, schemaNamed(document, current)));
  const was = propertyPaths(document, schemaNamed(document, preview), (name) => name.startsWith("Preview"));
  const parentOf = (path: string) =>
    Object.keys(changes)
      .filter((parent) => path.startsWith(`${parent}.`) || path.startsWith(`${parent}[]`))
      .sort((a, b) => b.length - a.length)[0];

  const found = was.flatMap((path): PropertyMapping[] => {
    const own = changes[path];
    if (own) return [{ was: path, ...own }];
    const parent = parentOf(path);
    if (parent === undefined) return [checked(path, camelCase(path))];
    const moved = changes[parent]?.now;
    if (moved === undefined) return [];
    const rest = path.slice(parent.length).replace(/^\[\]/, "");
    return [checked(path, camelCase(`${moved}[]${rest}`))];
  });
  // A property that takes one object or an array of them was walked twice.
  return found.filter(
    (mapping) =>
      !mapping.was.includes("[]") || !found.some((other) => other.was === mapping.was.replace("[]", "")),
  );

  function checked(path: string, successor: string): PropertyMapping {
    return now.has(successor)
      ? { was: path, now: successor }
      : { was: path, note: "no counterpart is known" };
  }
}

function camelCase(path: string): string {
  return path.replaceAll(/(?<![A-Za-z])[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A line of a table about the preview. */
export function mappingRow({ was, now, note = "" }: PropertyMapping): string[] {
  return [code(was), now === undefined ? "none" : code(now), note];
}
