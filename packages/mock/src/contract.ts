import { type ApiError, createErrorFormatter } from "@partner-referrals/server/api-error";
import {
  createPathMatcher,
  entriesOf,
  type HttpMethod,
  isOpenApiDocument,
  listOperations,
  type OpenApiDocument,
  type Operation,
  contract as publishedContract,
  textIn,
  walk,
} from "@partner-referrals/spec/model";
import { assertSchemasCompile } from "./prism/compile.ts";
import { headerRulesOf } from "./responses/header-rules.ts";
import { fixedHeaders, type HttpResponse } from "./send.ts";
import { createBoundedValidator } from "./validation/bounded-validator.ts";
import type { LocalValidator } from "./validation/validator.ts";

/** A contract as the servers use it. */
export interface Contract {
  readonly document: OpenApiDocument;
  /** By path template, then by method. */
  readonly paths: ReadonlyMap<string, ReadonlyMap<HttpMethod, Operation>>;
  /** The names of all headers that requests may have, in lower case. */
  readonly requestHeaders: ReadonlySet<string>;
  /** The path template that a request path, still percent-encoded, addresses. */
  findPath(path: string): string | undefined;
  readonly validator: LocalValidator;
  /** The response to an error, in the shape of the contract's errors. */
  errorResponse(error: ApiError, operation?: Operation): HttpResponse;
}

let published: Contract | undefined;

/** The contract of `@partner-referrals/spec`. Every server in a process shares what Prism made of it. */
export function defaultContract(): Contract {
  published ??= createContract(withDialect(publishedContract));
  return published;
}

/**
 * Makes a contract of a document that a user gives.
 *
 * @throws TypeError when the document is not an OpenAPI 3 description, has no paths, refers to something outside itself, or
 * has schemas that do not compile.
 */
export async function loadCustomContract(document: unknown): Promise<Contract> {
  const contract = createContract(withDialect(checkDocument(document)));
  const operations = [...contract.paths.values()].flatMap((byMethod) => [...byMethod.values()]);
  assertSchemasCompile(contract.document, await Promise.all(operations.map(contract.validator.prepare)));
  return contract;
}

function createContract(document: OpenApiDocument): Contract {
  const operations = listOperations(document);
  const paths = new Map<string, Map<HttpMethod, Operation>>(
    entriesOf(document.paths).map(([path]) => [path, new Map()]),
  );
  for (const operation of operations) paths.get(operation.path)?.set(operation.method, operation);
  const parameters = operations.flatMap((operation) => operation.parameters);
  const requestHeaders = new Set(
    parameters.filter((parameter) => parameter.in === "header").map(({ name }) => name.toLowerCase()),
  );
  const formatError = createErrorFormatter(document);
  return {
    document,
    paths,
    requestHeaders,
    findPath: createPathMatcher([...paths.keys()]),
    validator: createBoundedValidator(document),
    errorResponse(error, operation) {
      const { status, headers, body, declared } = formatError(error, operation);
      const rules = declared === undefined ? [] : headerRulesOf({ document, requestHeaders }, declared);
      return { status, headers: [...fixedHeaders(headers), ...rules], body };
    },
  };
}

function checkDocument(document: unknown): OpenApiDocument {
  if (!isOpenApiDocument(document)) {
    throw new TypeError("The document is not an OpenAPI 3 description: it needs `openapi: 3.x` and `info`.");
  }
  if (entriesOf(document.paths).length === 0) throw new TypeError("The OpenAPI description has no paths.");
  walk(document, ({ $ref: reference }) => {
    // Prism would fetch it.
    if (typeof reference === "string" && !reference.startsWith("#"))
      throw new TypeError(
        `The OpenAPI description refers to ${reference}. Bundle it into one document first.`,
      );
  });
  return document;
}

const draft2020 = "https://json-schema.org/draft/2020-12/schema";

/**
 * Prism validates OpenAPI 3.1 schemas by draft 7 when the document names no dialect, and not at all when it names
 * OpenAPI's own. Both mean draft 2020-12.
 */
function withDialect(document: OpenApiDocument): OpenApiDocument {
  const dialect = document.jsonSchemaDialect;
  const isOpenApi = textIn(dialect)?.startsWith("https://spec.openapis.org/oas/3.") === true;
  const applies = !document.openapi.startsWith("3.0") && (dialect === undefined || isOpenApi);
  return applies ? { ...document, jsonSchemaDialect: draft2020 } : document;
}
