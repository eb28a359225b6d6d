import { resolve } from "../../../model/document.ts";
import type { ChangeLog, Effect, Rule } from "../changes.ts";
import { isNode, type Node } from "../structure.ts";

/** What a conversion to Swagger 2.0 works with. */
export interface Context {
  /** The OpenAPI 3.0 document. */
  readonly source: Node;
  readonly log: ChangeLog;
}

/** Takes down a change. */
export function note(
  { log }: Context,
  rule: Rule,
  effect: Effect,
  pointer: string,
  ...names: string[]
): void {
  log.noteFor(rule)(effect, pointer, ...names);
}

/** The object behind a node's references; an empty one when there is none. */
export function resolved({ source }: Context, node: unknown): Node {
  const found = resolve(source, node);
  return isNode(found) ? found : {};
}

/** A copy of the fields that both formats have, and of extensions. */
export function copyFields(node: Node, fields: readonly string[]): Node {
  return Object.fromEntries(
    Object.entries(node).filter(([name]) => fields.includes(name) || name.startsWith("x-")),
  );
}
