import type { Contract, Operation } from "../contract/contract.ts";
import type { PrismOperation } from "./load.ts";

type Schema = NonNullable<PrismOperation["responses"][number]["contents"]>[number]["schema"];

/**
 * The schemas that Prism cannot compile, by the place where each is used. Prism itself takes everything as valid by such
 * a schema, and says nothing.
 */
export async function findUncompiled({ resources, operation }: Contract): Promise<string[]> {
  const found: string[] = [];
  for (const route of resources.flatMap(({ routes }) => [...routes.values()])) {
    const prepared = await operation(route);
    const bad = schemasOf(prepared.prism).filter(({ schema }) => !compiles(prepared, schema));
    found.push(...bad.map(({ place }) => `${place} of ${route.id}`));
  }
  return found;
}

function schemasOf({
  request = {},
  responses,
}: PrismOperation): { place: string; schema: NonNullable<Schema> }[] {
  const parameters = [...(request.path ?? []), ...(request.query ?? []), ...(request.headers ?? [])];
  const all = [
    ...parameters.map(({ name, schema }) => ({ place: `parameter ${name}`, schema })),
    ...(request.body?.contents ?? []).map(({ mediaType, schema }) => ({
      place: `request body ${mediaType}`,
      schema,
    })),
    ...responses.flatMap(({ code, contents = [], headers = [] }) => [
      ...contents.map(({ mediaType, schema }) => ({ place: `response ${code} ${mediaType}`, schema })),
      ...headers.map(({ name, schema }) => ({ place: `response ${code} header ${name}`, schema })),
    ]),
  ];
  return all.flatMap(({ place, schema }) => (schema === undefined ? [] : [{ place, schema }]));
}

/** Adds to a schema something that nothing satisfies. If Prism then finds nothing wrong, it has not compiled it. */
function compiles({ route, prism, checks }: Operation, schema: NonNullable<Schema>): boolean {
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
