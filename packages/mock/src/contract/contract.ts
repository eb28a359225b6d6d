import { at, text } from "../json.ts";
import { type PrismChecks, type PrismOperation, prismChecks } from "../prism/load.ts";
import { checkDocument, type OpenApiDocument } from "./document.ts";
import { extractOperation } from "./extract.ts";
import { createMatcher, type Resource, type Route, readResources } from "./routes.ts";

/** An operation ready for Prism's validators. */
export interface Operation {
  readonly route: Route;
  readonly prism: PrismOperation;
  readonly checks: PrismChecks;
}

/** The contract as the servers use it. */
export interface Contract {
  readonly document: OpenApiDocument;
  readonly title: string;
  readonly resources: readonly Resource[];
  /** The names of all headers that requests may have, in lower case. */
  readonly requestHeaders: ReadonlySet<string>;
  /** The resource at a request path, which is still percent-encoded. */
  find(path: string): Resource | undefined;
  /** Prepared for Prism at its first use. */
  operation(route: Route): Promise<Operation>;
}

/**
 * Reads an OpenAPI document. Prism itself is loaded when the first operation is needed.
 *
 * @throws when the document cannot be mocked, see {@link checkDocument}.
 */
export function readOpenApi(source: unknown): Contract {
  const document = checkDocument(source);
  const resources = readResources(document);
  const parameters = resources
    .flatMap(({ routes }) => [...routes.values()])
    .flatMap((route) => route.parameters);
  const operations = new Map<Route, Promise<Operation>>();
  return {
    document,
    title: text(at(document, "info", "title")) ?? "API",
    resources,
    requestHeaders: new Set(
      parameters.filter((item) => item.in === "header").map(({ name }) => name.toLowerCase()),
    ),
    find: createMatcher(resources),
    operation(route) {
      const known = operations.get(route);
      if (known !== undefined) return known;
      const prepared = prepareOperation(document, route);
      operations.set(route, prepared);
      return prepared;
    },
  };
}

async function prepareOperation(document: OpenApiDocument, route: Route): Promise<Operation> {
  const checks = await prismChecks();
  // Prism's reader changes the document it reads.
  const operations = await checks.getHttpOperationsFromSpec(
    structuredClone(extractOperation(document, route)),
  );
  const prism = operations.find(({ method, path }) => method === route.method && path === route.path);
  if (prism === undefined) throw new Error(`Prism does not read the operation ${route.id}.`);
  return { route, prism: withoutRequiredBody(prism), checks };
}

/** Prism takes `0`, `false` and `""` for a missing body. So whether there is one is checked before. */
function withoutRequiredBody(operation: PrismOperation): PrismOperation {
  const body = operation.request?.body;
  if (body === undefined) return operation;
  return { ...operation, request: { ...operation.request, body: { ...body, required: false } } };
}
