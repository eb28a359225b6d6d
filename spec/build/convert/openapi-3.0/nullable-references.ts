/** References that may be null: `nullable` stands beside a type, or it says nothing. */
import { resolve } from "../../../model/document.ts";
import type { ChangeLog, Rule } from "../changes.ts";
import { listOf } from "../schema.ts";
import { isNode, type Node, visitDocument } from "../structure.ts";

const rule: Rule = {
  name: "nullable-reference",
  reason:
    "In OpenAPI 3.0 `nullable` counts only beside a `type`: a text or a number that may be null is written out instead of " +
    "referred to, anything else says its type beside the reference.",
};

/** Applies the rule to a document whose `null` alternatives are `nullable` already. */
export function completeNullableReferences(document: Node, log: ChangeLog): void {
  const note = log.noteFor(rule);
  visitDocument(document, {
    enter({ kind, node, pointer }) {
      if (kind !== "schema" || node.nullable !== true || node.type !== undefined) return;
      const [reference, ...others] = listOf(node, "allOf");
      const target = resolve(document, reference);
      if (!isNode(reference) || reference.$ref === undefined || !isNode(target)) return;
      if (target.type === undefined) return;
      if (others.length === 0 && isSimple(target)) writeOut(node, target);
      else node.type = target.type;
      note("rewritten", pointer);
    },
  });
}

function isSimple({ type }: Node): boolean {
  return type === "string" || type === "number" || type === "integer" || type === "boolean";
}

/** What the schema says itself comes before what it refers to. */
function writeOut(schema: Node, target: Node): void {
  delete schema.allOf;
  for (const [keyword, value] of Object.entries(structuredClone(target))) schema[keyword] ??= value;
  if (Array.isArray(schema.enum)) schema.enum = [...schema.enum, null];
}
