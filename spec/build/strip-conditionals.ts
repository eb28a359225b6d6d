import { type Document, walk } from "./document.ts";

/** A copy of the document without conditional rules. Linting it finds every undeclared property in an example. */
export function stripConditionals(document: Document): Document {
  const copy = structuredClone(document);
  walk(copy.components.schemas, (schema) => {
    for (const keyword of ["if", "then", "else"]) delete schema[keyword];
  });
  return copy;
}
