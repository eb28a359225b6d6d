import { Document, isCollection, isPair, isScalar, visit } from "yaml";
import type { Shape } from "./source.ts";

/** Collections of more characters than this are written over several lines. */
const maxInline = 90;

/** A shape as YAML, what holds only types on one line. */
export function formatShape(shape: Shape): string {
  const document = new Document(shape);
  visit(document, {
    Collection(_, node) {
      const nested = node.items.some((item) => !isScalar(isPair(item) ? item.value : item));
      if (isCollection(node) && !nested) node.flow = JSON.stringify(node).length <= maxInline;
    },
  });
  return document.toString({ lineWidth: 0 });
}
