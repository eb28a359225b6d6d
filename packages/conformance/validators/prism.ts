import { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import { validateInput, validateOutput } from "@stoplight/prism-http/dist/validator/index.js";
import { type Contract, componentName, hasMembers } from "../contract/contract.ts";

/** Whether Prism takes a value by a component schema. */
export type PrismValidator = (schema: string, value: unknown) => boolean;

/**
 * Prism as it checks answers, and as it checks requests. Each schema is that of a member of a body of its own, because
 * Prism takes bodies such as `0` and `""` for none.
 */
export async function createPrismValidators(
  contract: Contract,
): Promise<{ asResponse: PrismValidator; asRequest: PrismValidator }> {
  const headers = { "content-type": "application/json" };
  const content = (name: string) => ({
    "application/json": {
      schema: {
        type: "object",
        required: ["value"],
        properties: { value: { $ref: `#/components/schemas/${name}` } },
      },
    },
  });
  const names = Object.keys(contract.components.schemas);
  const document = {
    openapi: contract.openapi,
    jsonSchemaDialect: contract.jsonSchemaDialect,
    info: contract.info,
    paths: Object.fromEntries(
      names.map((name) => [
        `/${name}`,
        {
          post: {
            requestBody: { content: content(name) },
            responses: { 200: { description: name, content: content(name) } },
          },
        },
      ]),
    ),
    components: { schemas: contract.components.schemas },
  };
  const operations = await getHttpOperationsFromSpec(structuredClone(document));
  const byName = new Map(operations.map((operation) => [operation.path.slice(1), operation]));
  const operationOf = (schema: string) => {
    const operation = byName.get(schema);
    if (!operation) throw new Error(`Prism has not read ${schema}.`);
    return operation;
  };
  return {
    asResponse: (schema, value) =>
      validateOutput({
        resource: operationOf(schema),
        element: { statusCode: 200, headers, body: { value } },
      })._tag === "Right",
    asRequest: (schema, value) =>
      validateInput({
        resource: operationOf(schema),
        element: { method: "post", url: { path: `/${schema}` }, headers, body: { value } },
      })._tag === "Right",
  };
}

/** The names of the schemas that bodies of requests are made of. */
export function schemasOfRequests(contract: Contract): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (!hasMembers(node)) return;
    const name = typeof node.$ref === "string" ? componentName(node) : undefined;
    if (name !== undefined && !found.has(name)) visit(contract.components.schemas[found.add(name) && name]);
    for (const child of Object.values(node)) visit(child);
  };
  for (const item of [
    ...Object.values(Object(contract.paths)),
    ...Object.values(Object(contract.webhooks)),
  ]) {
    for (const operation of Object.values(Object(item)))
      if (hasMembers(operation)) visit(operation.requestBody);
  }
  return found;
}
