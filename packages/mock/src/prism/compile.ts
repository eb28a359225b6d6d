import { getIn, type OpenApiDocument, resolve } from "@partner-referrals/spec/model";
import type { PrismOperation } from "./load.ts";
import type { PreparedOperation } from "./prepare.ts";

type Schema = NonNullable<NonNullable<PrismOperation["responses"][number]["contents"]>[number]["schema"]>;

/** A schema as Prism reads it, and the node of the document that it is from. */
interface SchemaUse {
  readonly place: string;
  readonly source: unknown;
  readonly schema: Schema | undefined;
}

/**
 * Makes sure that Prism can compile every schema. By one that it cannot, it takes everything as valid without a word.
 *
 * @throws TypeError that names the place where each such schema is first used.
 */
export function assertSchemasCompile(
  document: OpenApiDocument,
  operations: readonly PreparedOperation[],
): void {
  const broken: string[] = [];
  const checked = new Set<unknown>();
  for (const prepared of operations) {
    for (const { place, source, schema } of schemaUses(document, prepared)) {
      // What several operations share, such as the error responses, is compiled only once.
      if (schema === undefined || checked.has(source)) continue;
      checked.add(source);
      if (!compiles(prepared, schema)) broken.push(`${place} of ${prepared.operation.id}`);
    }
  }
  if (broken.length === 0) return;
  throw new TypeError(
    `These schemas do not compile, so nothing would be checked by them: ${broken.join("; ")}.`,
  );
}

function schemaUses(document: OpenApiDocument, { operation, prism }: PreparedOperation): SchemaUse[] {
  const { request = {}, responses } = prism;
  const parameters = [...(request.path ?? []), ...(request.query ?? []), ...(request.headers ?? [])];
  return [
    ...parameters.map(({ name, schema }) => {
      const source = operation.parameters.find((parameter) => parameter.name === name)?.node ?? schema;
      return { place: `parameter ${name}`, source, schema };
    }),
    ...(request.body?.contents ?? []).map(({ mediaType, schema }) => {
      return { place: `request body ${mediaType}`, source: schema, schema };
    }),
    ...responses.flatMap(({ code, contents = [], headers = [] }) => {
      const node = operation.responses.get(code)?.node;
      const sourceOf = (...path: string[]) => resolve(document, getIn(node, ...path));
      return [
        ...contents.map(({ mediaType, schema }) => {
          return { place: `response ${code} ${mediaType}`, source: sourceOf("content", mediaType), schema };
        }),
        ...headers.map(({ name, schema }) => {
          return { place: `response ${code} header ${name}`, source: sourceOf("headers", name), schema };
        }),
      ];
    }),
  ];
}

/** Adds to a schema something that nothing satisfies. If Prism then finds no error, it has not compiled it. */
function compiles({ operation, prism, validators }: PreparedOperation, schema: Schema): boolean {
  const unsatisfiable = { ...schema, allOf: [...(schema.allOf ?? []), { not: {} }] };
  const { id, method, path } = operation;
  const body = { id, contents: [{ id, mediaType: "application/json", schema: unsatisfiable }] };
  const outcome = validators.validateInput({
    resource: { ...prism, request: { body } },
    element: { method, url: { path }, headers: { "content-type": "application/json" }, body: {} },
  });
  return outcome._tag === "Left";
}
