/** Small questions about schemas that several rules ask. */
import type { Note, Rule } from "./changes.ts";
import { isNode, type Node } from "./structure.ts";

/** A rule that looks at one schema at a time. */
export interface SchemaRule extends Rule {
  /** Changes the schema in place. `pointer` is where it stands. */
  readonly apply: (schema: Node, pointer: string, note: Note) => void;
}

/** Whether a schema allows `null` and nothing else, in the words of 3.1 or of 3.0. */
export function isNull(schema: unknown): boolean {
  if (!isNode(schema)) return false;
  const { type, const: constant, enum: values } = schema;
  if (type === "null" || (Array.isArray(type) && type.length === 1 && type[0] === "null")) return true;
  if (constant === null && Object.hasOwn(schema, "const")) return true;
  return Array.isArray(values) && values.length === 1 && values[0] === null;
}

/** The list under a keyword; empty when there is none. */
export function listOf(schema: Node, keyword: string): unknown[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value : [];
}

/** Removes those of the keywords that a schema has, and returns their names. */
export function removeKeywords(schema: Node, keywords: readonly string[]): string[] {
  const present = keywords.filter((keyword) => Object.hasOwn(schema, keyword));
  for (const keyword of present) delete schema[keyword];
  return present;
}

/** Adds schemas that must hold too. */
export function requireAll(schema: Node, ...others: Node[]): void {
  schema.allOf = [...listOf(schema, "allOf"), ...others];
}
