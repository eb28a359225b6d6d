import { hasMembers } from "../../contract/contract.ts";
import type { Mutator, Tree } from "../mutant.ts";
import { answersIn, membersAt, operationsIn } from "../tree.ts";

/** Parameters, bodies, answers and headers that are gone, or no longer what they were. */
export const mutateOperations: Mutator = function* (document) {
  for (const { pointer, node } of operationsIn(document)) {
    for (const [index] of listIn(node, "parameters").entries()) {
      const rest = listIn(node, "parameters").filter((_, other) => other !== index);
      yield { kind: "parameter dropped", pointer: `${pointer}/parameters`, value: rest, detail: `${index}` };
    }
    for (const { pointer: at } of membersAt(document, `${pointer}/responses`))
      yield { kind: "response dropped", pointer: at };
    if (node.requestBody) {
      yield { kind: "body made optional", pointer: `${pointer}/requestBody/required` };
      yield { kind: "body dropped", pointer: `${pointer}/requestBody` };
      yield* mutateMediaTypes(document, `${pointer}/requestBody`);
    }
    yield node.deprecated
      ? { kind: "deprecated flipped", pointer: `${pointer}/deprecated` }
      : { kind: "deprecated flipped", pointer: `${pointer}/deprecated`, value: true };
  }
  for (const { pointer } of answersIn(document)) {
    for (const { pointer: at } of membersAt(document, `${pointer}/headers`))
      yield { kind: "header dropped", pointer: at };
    yield* mutateMediaTypes(document, pointer);
  }
  for (const { pointer, node } of membersAt(document, "/components/parameters")) {
    yield { kind: "parameter required flipped", pointer: `${pointer}/required`, value: !node.required };
    yield { kind: "parameter renamed", pointer: `${pointer}/name`, value: `${node.name}x` };
    yield {
      kind: "parameter moved",
      pointer: `${pointer}/in`,
      value: node.in === "query" ? "header" : "query",
    };
  }
};

function* mutateMediaTypes(document: Tree, pointer: string) {
  for (const { key, node } of membersAt(document, `${pointer}/content`)) {
    const value = { [key === "text/json" ? "application/json" : "text/json"]: node };
    yield { kind: "media type changed", pointer: `${pointer}/content`, value };
    yield { kind: "body dropped", pointer: `${pointer}/content` };
  }
}

function listIn(node: Tree, key: string): unknown[] {
  const list = node[key];
  return Array.isArray(list) && hasMembers(list) ? list : [];
}
