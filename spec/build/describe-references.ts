import { isObject, itemsIn } from "../model/json.ts";
import { type Document, schemaNamed, schemaNameFromRef, walk } from "./document.ts";

/**
 * Gives a reference that may be null the description of the schema it names. Tools show that of a plain reference
 * themselves, but not that of one among alternatives.
 */
export function describeNullableReferences(document: Document): void {
  walk(document.components.schemas, (node) => {
    if (node.description !== undefined || !Array.isArray(node.anyOf)) return;
    const [reference, ...others] = itemsIn(node.anyOf).filter(
      (branch) => isObject(branch) && branch.type !== "null",
    );
    if (!isObject(reference) || others.length > 0 || typeof reference.$ref !== "string") return;
    const { description } = schemaNamed(document, schemaNameFromRef(reference.$ref));
    if (description !== undefined) node.description = description;
  });
}
