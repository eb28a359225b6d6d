import { basename } from "node:path";
import type { NewOperation } from "./operation.ts";
import { asNode, type Node, operations, readSource, schemaFiles, unsaid, unsourced } from "./sources.ts";

/**
 * The operation as it stands in the file of its path, and the files of its examples. What all operations have in common
 * is taken from those that exist: header parameters, headers of answers, and the errors of calls with or without a body.
 */
export function operationStub(
  root: string,
  { operationId, request, response }: NewOperation,
  parameters: { $ref: string }[],
): { operation: Node; examples: string[] } {
  // Paths with servers of their own belong to another service, which has other headers.
  const calls = operations(root).filter(
    ({ file }) => file.startsWith("spec/paths/") && !("servers" in readSource(root, file)),
  );
  const alike = calls.filter(({ node }) => "requestBody" in node === (request !== undefined));
  const examples: string[] = [];
  return {
    examples,
    operation: {
      operationId,
      summary: unsaid,
      description: unsaid,
      tags: [],
      "x-evidence": unsourced,
      parameters: [...parameters, ...inAll(calls.map(({ node }) => referencesIn(node.parameters)))],
      ...(request && {
        requestBody: { required: true, description: unsaid, content: body(request, "request") },
      }),
      responses: {
        [response ? "200" : "204"]: {
          description: unsaid,
          headers: headersOf(calls.map(({ node }) => node)),
          ...(response && { content: body(response, "response") }),
        },
        ...errorsOf(alike.map(({ node }) => node)),
      },
    },
  };

  function body(schema: string, kind: "request" | "response"): Node {
    const file = `spec/examples/${operationId}.example-${kind}.json`;
    examples.push(file);
    return {
      "application/json": {
        schema: { $ref: `../${(schemaFiles(root).get(schema) ?? "").replace("spec/", "")}` },
        examples: { example: { summary: unsaid, externalValue: `../examples/${basename(file)}` } },
      },
    };
  }
}

/** The headers that the first answer of every operation has. */
function headersOf(nodes: Node[]): Node {
  const each = nodes.map(({ responses }) => asNode(asNode(Object.values(asNode(responses))[0]).headers));
  const [first = {}] = each;
  return Object.fromEntries(
    Object.entries(first).filter(([name]) => each.every((headers) => name in headers)),
  );
}

/** The answers that every operation has as a reference: the errors. */
function errorsOf(nodes: Node[]): Node {
  const each = nodes.map(({ responses }) => asNode(responses));
  const [first = {}] = each;
  return Object.fromEntries(
    Object.entries(first).filter(
      ([status, response]) => "$ref" in asNode(response) && each.every((responses) => status in responses),
    ),
  );
}

function referencesIn(list: unknown): string[] {
  return Array.isArray(list) ? list.map((item) => String(asNode(item).$ref)) : [];
}

/** What is in every one of several lists. */
function inAll(lists: string[][]): { $ref: string }[] {
  const [first = []] = lists;
  return first.filter(($ref) => lists.every((list) => list.includes($ref))).map(($ref) => ({ $ref }));
}
