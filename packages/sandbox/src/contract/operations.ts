import { at, isObject, type JsonObject } from "../json.ts";
import { document, pointerTo, resolve } from "./document.ts";

/** What a request may carry beside its body. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  /** Where the schema is in the contract. */
  readonly schema: string;
}

/** One operation of the contract. */
export interface Operation {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Where the schema of the body is in the contract. */
  readonly bodySchema?: string;
  /** By status, `default` among them: where the schema of the body is, and the names of the headers. */
  readonly responses: ReadonlyMap<
    string,
    { readonly schema?: string; readonly headers: ReadonlyMap<string, string> }
  >;
  /** Whom tokens for it are made out to. */
  readonly audience: string;
  /** Whether an app may call it without a user. */
  readonly allowsApp: boolean;
}

const methods = ["get", "put", "post", "delete", "patch"];

/** All operations, by id. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries(resolve(document.paths)).flatMap(([path, item]) =>
    methods.flatMap((method): [string, Operation][] => {
      const node = at(item, method);
      if (!isObject(node)) return [];
      const operation = readOperation(path, method, node, item);
      return [[operation.id, operation]];
    }),
  ),
);

function readOperation(path: string, method: string, node: JsonObject, item: unknown): Operation {
  const place = ["paths", path, method];
  const declared: [unknown, string[]][] = [
    ...listOf(at(item, "parameters")).map((parameter, index): [unknown, string[]] => [
      parameter,
      ["paths", path, "parameters", String(index)],
    ]),
    ...listOf(node.parameters).map((parameter, index): [unknown, string[]] => [
      parameter,
      [...place, "parameters", String(index)],
    ]),
  ];
  const parameters = declared.map(([parameter, where]): Parameter => {
    const { name, in: location, required } = resolve(parameter);
    if (location !== "path" && location !== "query" && location !== "header")
      throw new TypeError(`The parameter ${String(name)} is in ${String(location)}.`);
    const schema = [...whereIs(parameter, where), "schema"];
    return { name: String(name), in: location, required: required === true, schema: pointerTo(...schema) };
  });
  const bodySchema = schemaOf(node.requestBody, [...place, "requestBody"]);
  const schemes = listOf(node.security ?? document.security).flatMap((scheme) =>
    Object.entries(resolve(scheme)),
  );
  const scope = String(at(schemes, "0", "1", "0") ?? "");
  return {
    id: String(node.operationId),
    method: method.toUpperCase(),
    path,
    parameters,
    ...(bodySchema !== undefined && { bodySchema }),
    responses: new Map(
      Object.entries(resolve(node.responses)).map(([status, response]) => {
        const where = whereIs(response, [...place, "responses", status]);
        const schema = schemaOf(response, where);
        const headers = Object.entries(resolve(resolve(response).headers)).map(
          ([name, header]): [string, string] => [
            name.toLowerCase(),
            pointerTo(...whereIs(header, [...where, "headers", name]), "schema"),
          ],
        );
        return [status, { ...(schema !== undefined && { schema }), headers: new Map(headers) }];
      }),
    ),
    audience: scope.replace(/\/\.default$/, ""),
    allowsApp: schemes.some(
      ([name]) =>
        at(document, "components", "securitySchemes", name, "flows", "clientCredentials") !== undefined,
    ),
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Where a node really is: behind its `$ref` if it is one. */
function whereIs(node: unknown, place: readonly string[]): readonly string[] {
  const reference = at(node, "$ref");
  return typeof reference === "string" ? reference.slice(2).split("/") : place;
}

function schemaOf(body: unknown, place: readonly string[]): string | undefined {
  const [type] = Object.keys(resolve(resolve(body).content));
  return type === undefined ? undefined : pointerTo(...whereIs(body, place), "content", type, "schema");
}
