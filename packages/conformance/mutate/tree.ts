import { getByPointer, joinPointer } from "@partner-referrals/spec/model";
import { hasMembers, type Schema } from "../contract/contract.ts";
import type { Tree } from "./mutant.ts";

/** A node of the document with its place. */
export interface Place<Node = Tree> {
  pointer: string;
  node: Node;
}

/** The members of an object at a pointer that are objects themselves. */
export function* membersAt<Node = Tree>(
  document: Tree,
  pointer: string,
): Generator<Place<Node> & { key: string }> {
  const parent = getByPointer(document, pointer);
  if (!hasMembers(parent)) return;
  for (const [key, node] of Object.entries(parent)) {
    // A cast: what stands at a place of an OpenAPI document is what OpenAPI says; the linters check it.
    if (hasMembers(node)) yield { key, pointer: joinPointer(pointer, key), node: node as Node };
  }
}

const single = ["items", "not", "contains", "if", "then", "else"];

/** All schemas of components, parents first. */
export function* schemasIn(document: Tree): Generator<Place<Schema>> {
  for (const { pointer, node } of membersAt<Schema>(document, "/components/schemas"))
    yield* within(node, pointer);
  for (const section of ["parameters", "headers"]) {
    for (const { pointer } of membersAt(document, `/components/${section}`)) {
      for (const one of membersAt<Schema>(document, pointer)) {
        if (one.key === "schema") yield* within(one.node, one.pointer);
      }
    }
  }
}

function* within(schema: Schema, pointer: string): Generator<Place<Schema>> {
  yield { pointer, node: schema };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    yield* within(property, joinPointer(`${pointer}/properties`, name));
  }
  for (const [index, branch] of (schema.anyOf ?? []).entries())
    yield* within(branch, `${pointer}/anyOf/${index}`);
  for (const keyword of single) {
    const child = schema[keyword];
    // A cast: what these keywords hold is a schema.
    if (hasMembers(child)) yield* within(child as Schema, `${pointer}/${keyword}`);
  }
}

const methods = ["get", "put", "post", "patch", "delete"];

/** All operations, of the service and of those who receive its events. */
export function* operationsIn(document: Tree): Generator<Place> {
  for (const section of ["/paths", "/webhooks"]) {
    for (const path of membersAt(document, section)) {
      for (const one of membersAt(document, path.pointer)) if (methods.includes(one.key)) yield one;
    }
  }
}

/** All answers that are written down: those of operations, and those that they share. */
export function* answersIn(document: Tree): Generator<Place> {
  for (const { pointer } of operationsIn(document)) yield* membersAt(document, `${pointer}/responses`);
  yield* membersAt(document, "/components/responses");
}
