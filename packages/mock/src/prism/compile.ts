import type { Contract, Operation } from "../contract/contract.ts";
import { resolve } from "../contract/document.ts";
import { at } from "../json.ts";
import type { PrismOperation } from "./load.ts";

type Schema = NonNullable<NonNullable<PrismOperation["responses"][number]["contents"]>[number]["schema"]>;

/** A schema as Prism reads it, and the node of the document that it is from. */
interface Use {
  readonly place: string;
  readonly source: unknown;
  readonly schema: Schema | undefined;
}

/**
 * The schemas that Prism cannot compile, by the place where each is first used. Prism itself takes everything as valid by
 * such a schema, and says nothing.
 */
export async function findUncompiled(contract: Contract): Promise<string[]> {
  const found: string[] = [];
  const checked = new Set<unknown>();
  for (const route of contract.resources.flatMap(({ routes }) => [...routes.values()])) {
    const operation = await contract.operation(route);
    for (const { place, source, schema } of usesOf(contract, operation)) {
      // What several operations share, such as the error responses, takes its time but once.
      if (schema === undefined || checked.has(source)) continue;
      checked.add(source);
      if (!compiles(operation, schema)) found.push(`${place} of ${route.id}`);
    }
  }
  return found;
}

function usesOf({ document }: Contract, { route, prism }: Operation): Use[] {
  const { request = {}, responses } = prism;
  const parameters = [...(request.path ?? []), ...(request.query ?? []), ...(request.headers ?? [])];
  const nodeOf = (node: unknown, ...path: string[]) =>
    resolve(document, at(resolve(document, node), ...path));
  return [
    ...parameters.map(({ name, schema }) => {
      const source = route.parameters.find((parameter) => parameter.name === name)?.node ?? schema;
      return { place: `parameter ${name}`, source, schema };
    }),
    ...(request.body?.contents ?? []).map(({ mediaType, schema }) => {
      return { place: `request body ${mediaType}`, source: schema, schema };
    }),
    ...responses.flatMap(({ code, contents = [], headers = [] }) => {
      const response = route.responses.get(code);
      return [
        ...contents.map(({ mediaType, schema }) => {
          return {
            place: `response ${code} ${mediaType}`,
            source: nodeOf(response, "content", mediaType),
            schema,
          };
        }),
        ...headers.map(({ name, schema }) => {
          return {
            place: `response ${code} header ${name}`,
            source: nodeOf(response, "headers", name),
            schema,
          };
        }),
      ];
    }),
  ];
}

/** Adds to a schema something that nothing satisfies. If Prism then finds nothing wrong, it has not compiled it. */
function compiles({ route, prism, checks }: Operation, schema: Schema): boolean {
  const impossible = { ...schema, allOf: [...(schema.allOf ?? []), { not: {} }] };
  const body = {
    id: route.id,
    contents: [{ id: route.id, mediaType: "application/json", schema: impossible }],
  };
  const verdict = checks.validateInput({
    resource: { ...prism, request: { body } },
    element: {
      method: route.method,
      url: { path: route.path },
      headers: { "content-type": "application/json" },
      body: {},
    },
  });
  return verdict._tag === "Left";
}
