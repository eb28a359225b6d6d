import {
  entriesOf,
  getIn,
  type JsonObject,
  type OpenApiDocument,
  type Operation,
  operationReferences,
  parsePointer,
} from "@partner-referrals/spec/model";
import { loadValidators, type PrismOperation, type PrismValidators } from "./load.ts";

/** An operation ready for Prism's validators. */
export interface PreparedOperation {
  readonly operation: Operation;
  readonly prism: PrismOperation;
  readonly validators: PrismValidators;
}

/** Prepares the operations of a document for Prism, each at its first use. */
export function createPreparer(
  document: OpenApiDocument,
): (operation: Operation) => Promise<PreparedOperation> {
  const cache = new Map<Operation, Promise<PreparedOperation>>();
  return (operation) => {
    const prepared = cache.get(operation) ?? prepare(document, operation);
    cache.set(operation, prepared);
    return prepared;
  };
}

async function prepare(document: OpenApiDocument, operation: Operation): Promise<PreparedOperation> {
  const validators = await loadValidators();
  // Prism's reader changes the document it reads.
  const extract = structuredClone(extractOperation(document, operation));
  const operations = await validators.getHttpOperationsFromSpec(extract);
  const prism = operations.find(({ method, path }) => method === operation.method && path === operation.path);
  if (prism === undefined) throw new Error(`Prism does not read the operation ${operation.id}.`);
  return { operation, prism: withOptionalBody(prism), validators };
}

/**
 * A document of one operation and the components it refers to: Prism would take most of the time of a start to read all of
 * them at once. Callbacks are left out, for Prism would call them.
 */
function extractOperation(document: OpenApiDocument, operation: Operation): JsonObject {
  const { method, path, node } = operation;
  const { callbacks: _, ...rest } = node;
  const parameters = operation.parameters.map((parameter) => parameter.node);
  const extract = {
    ...document,
    webhooks: undefined,
    paths: { [path]: { [method]: { ...rest, parameters } } },
  };
  const references = [...operationReferences(document, operation)];
  // A reference to, say, another operation is rare; then the document is kept whole.
  if (references.some((reference) => !reference.startsWith("#/components/"))) return extract;
  return { ...extract, components: pickComponents(document, references) };
}

function pickComponents(document: OpenApiDocument, references: readonly string[]): JsonObject {
  const picked: Record<string, Record<string, unknown>> = {
    securitySchemes: Object.fromEntries(entriesOf(getIn(document, "components", "securitySchemes"))),
  };
  for (const reference of references) {
    const [, kind = "", name = ""] = parsePointer(reference);
    picked[kind] = { ...picked[kind], [name]: getIn(document, "components", kind, name) };
  }
  return picked;
}

/** Prism takes `0`, `false` and `""` for a missing body. So whether there is one is checked before. */
function withOptionalBody(operation: PrismOperation): PrismOperation {
  const body = operation.request?.body;
  if (body === undefined) return operation;
  return { ...operation, request: { ...operation.request, body: { ...body, required: false } } };
}
