import { type Change, ChangeLog } from "../changes.ts";
import { isNode, type Node, visitDocument } from "../structure.ts";
import { placeRules } from "./document-rules.ts";
import { completeNullableReferences } from "./nullable-references.ts";
import { rewordedKeywordRules } from "./reworded-keywords.ts";
import { unsupportedKeywordRules } from "./unsupported-keywords.ts";

/** A document in another format, and what its conversion changed. */
export interface Converted {
  readonly document: Node;
  readonly changes: readonly Change[];
}

/**
 * An OpenAPI 3.1 document as OpenAPI 3.0.3. Pointers of the changes lead into the 3.1 document.
 *
 * @throws UnsupportedError when something can neither be said in 3.0 nor be left out.
 */
export function toOpenApi30(source: object): Converted {
  const document: unknown = structuredClone(source);
  if (!isNode(document)) throw new TypeError("An OpenAPI document is an object.");
  const log = new ChangeLog();
  visitDocument(document, {
    enter(place) {
      for (const rule of placeRules) if (rule.kind === place.kind) rule.apply(place, log.noteFor(rule));
      if (place.kind !== "schema") return;
      for (const rule of unsupportedKeywordRules) rule.apply(place.node, place.pointer, log.noteFor(rule));
    },
  });
  visitDocument(document, {
    leave({ kind, node, pointer }) {
      if (kind !== "schema") return;
      for (const rule of rewordedKeywordRules) rule.apply(node, pointer, log.noteFor(rule));
    },
  });
  completeNullableReferences(document, log);
  return { document, changes: log.changes };
}
