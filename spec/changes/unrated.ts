/**
 * The changes that `redocly diff` 2.77 does not rate, or rates as a mere patch: examples, which the mock answers with;
 * extensions, which types and sandbox are made from; `readOnly`, which forbids a client to send a property; and the
 * names of schemas, by which the types are exported.
 */
import { isDeepStrictEqual } from "node:util";
import { getByPointer, isObject, joinPointer, type OpenApiDocument } from "../model/index.ts";
import type { Impact } from "./redocly-diff.ts";

export interface UnratedChange {
  readonly pointer: string;
  readonly impact: Impact;
  readonly kind: "added" | "removed" | "modified";
}

/** Extensions that grant something to a caller, and what they grant where they are missing. */
const grantingExtensions: Readonly<Record<string, unknown>> = {
  "x-state-machine": {},
  "x-filterable": [],
  "x-sortable": [],
  "x-writable-paths": [],
  "x-ms-mutability": ["create", "read", "update"],
};

const schemasPointer = "#/components/schemas";

/** Maps from names to schemas or examples: a key in them is a name, not a keyword. */
const namedMaps = new Set(["properties", "schemas", "patternProperties", "$defs"]);

/** Compares two documents where Redocly does not look. */
export function unratedChanges(base: OpenApiDocument, revision: OpenApiDocument): UnratedChange[] {
  return [...lostNames(base, revision), ...compare(base, revision, "#", false)];
}

function lostNames(base: OpenApiDocument, revision: OpenApiDocument): UnratedChange[] {
  const [before, after] = [base, revision].map((document) => getByPointer(document, schemasPointer));
  if (!isObject(before) || !isObject(after)) return [];
  return Object.keys(before)
    .filter((name) => !(name in after))
    .map((name) => ({ pointer: joinPointer(schemasPointer, name), impact: "major", kind: "removed" }));
}

function compare(base: unknown, revision: unknown, pointer: string, hasNames: boolean): UnratedChange[] {
  if (Array.isArray(base) && Array.isArray(revision)) {
    return base.flatMap((item, index) => compare(item, revision[index], joinPointer(pointer, index), false));
  }
  if (!isObject(base) || !isObject(revision)) return [];
  return Object.keys({ ...base, ...revision }).flatMap((key) => {
    const [before, after, place] = [base[key], revision[key], joinPointer(pointer, key)];
    const isUnrated = !hasNames && /^(x-.*|examples?|readOnly)$/.test(key);
    if (!isUnrated) return compare(before, after, place, namedMaps.has(key));
    if (isDeepStrictEqual(before, after)) return [];
    const kind = before === undefined ? "added" : after === undefined ? "removed" : "modified";
    return [{ pointer: place, impact: impactOf(key, before, after), kind }];
  });
}

function impactOf(key: string, before: unknown, after: unknown): Impact {
  if (key === "readOnly") return after === true ? "major" : "minor";
  // Any other string fits an open enumeration before and after.
  if (key === "x-extensible-enum") return "minor";
  if (!(key in grantingExtensions)) return "patch";
  const [granted, grants] = [
    grantsOf(before ?? grantingExtensions[key]),
    grantsOf(after ?? grantingExtensions[key]),
  ];
  if ([...granted].some((grant) => !grants.has(grant))) return "major";
  return [...grants].some((grant) => !granted.has(grant)) ? "minor" : "patch";
}

/** Each member of each list in an extension, with the path to it: `Active.transitions.Closed`. */
function grantsOf(value: unknown, path = ""): Set<string> {
  if (Array.isArray(value)) return new Set(value.map((item) => `${path}.${item}`));
  if (!isObject(value)) return new Set();
  return new Set(Object.entries(value).flatMap(([key, child]) => [...grantsOf(child, `${path}.${key}`)]));
}
