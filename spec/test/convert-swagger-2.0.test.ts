import { deepEqual, equal, throws } from "node:assert/strict";
import { describe, test } from "node:test";
import { toSwagger20 } from "../build/convert/swagger-2.0/convert.ts";
import { getIn } from "../model/json.ts";

const info = { title: "Test", version: "1.0.0" };
const json = "application/json";
const ok = { description: "Done." };

/** What a document becomes, and its changes in one line each. */
function convert(document: object): { at: (...names: string[]) => unknown; changes: string[] } {
  const { document: converted, changes } = toSwagger20({ openapi: "3.0.3", info, paths: {}, ...document });
  return {
    at: (...names) => getIn(converted, ...names),
    changes: changes.map(({ rule, effect, pointer }) => `${rule.name} ${effect} ${pointer}`),
  };
}

function convertSchema(schema: object): { schema: unknown; changes: string[] } {
  const { at, changes } = convert({ components: { schemas: { Thing: schema, Name: { type: "string" } } } });
  return { schema: at("definitions", "Thing"), changes };
}

function convertParameter(parameter: object): { parameter: unknown; changes: string[] } {
  const components = { schemas: { Name: { type: "string", maxLength: 3 } } };
  const { at, changes } = convert({ paths: { "/a": { parameters: [parameter] } }, components });
  return { parameter: getIn(at("paths", "/a", "parameters"), "0"), changes };
}

function convertOperation(operation: object): { at: (...names: string[]) => unknown; changes: string[] } {
  const { at, changes } = convert({ paths: { "/a": { post: { responses: { 200: ok }, ...operation } } } });
  return { at: (...names) => at("paths", "/a", "post", ...names), changes };
}

const place = "/components/schemas/Thing";

describe("Schemas in Swagger 2.0", () => {
  for (const { what, from, to, change } of [
    {
      what: "nullable is an extension",
      from: { type: "string", nullable: true },
      to: { type: "string", "x-nullable": true },
      change: `nullable weakened ${place}`,
    },
    {
      what: "alternatives leave the type that they share, behind references too",
      from: { anyOf: [{ $ref: "#/components/schemas/Name" }, { type: "string", enum: ["a"] }] },
      to: { type: "string" },
      change: `alternatives weakened ${place}`,
    },
    {
      what: "alternatives of several types leave nothing",
      from: { oneOf: [{ type: "number" }, { type: "string" }] },
      to: {},
      change: `alternatives dropped ${place}`,
    },
    {
      what: "a single alternative must hold",
      from: { anyOf: [{ $ref: "#/components/schemas/Name" }] },
      to: { allOf: [{ $ref: "#/definitions/Name" }] },
      change: undefined,
    },
    { what: "not goes", from: { not: { type: "string" } }, to: {}, change: `not dropped ${place}` },
    {
      what: "a discriminator with a mapping goes",
      from: { required: ["kind"], discriminator: { propertyName: "kind", mapping: { a: "Name" } } },
      to: { required: ["kind"] },
      change: `discriminator dropped ${place}`,
    },
    {
      what: "a discriminator is the name of a property",
      from: { required: ["kind"], discriminator: { propertyName: "kind" } },
      to: { required: ["kind"], discriminator: "kind" },
      change: undefined,
    },
    {
      what: "deprecated is an extension",
      from: { type: "string", deprecated: true },
      to: { type: "string", "x-deprecated": true },
      change: `annotations weakened ${place}`,
    },
    {
      what: "writeOnly goes",
      from: { type: "string", writeOnly: true },
      to: { type: "string" },
      change: `annotations dropped ${place}`,
    },
    {
      what: "references lead into the definitions",
      from: { type: "array", items: { $ref: "#/components/schemas/Name" } },
      to: { type: "array", items: { $ref: "#/definitions/Name" } },
      change: undefined,
    },
  ]) {
    test(what, () => {
      const { schema, changes } = convertSchema(from);
      deepEqual(schema, to);
      deepEqual(changes, change === undefined ? [] : [change]);
    });
  }

  test("a reference to something that Swagger 2.0 has no place for cannot be converted", () => {
    throws(() => convertSchema({ allOf: [{ $ref: "#/components/headers/A" }] }), {
      name: "UnsupportedError",
      pointer: `${place}/allOf/0/$ref`,
    });
  });
});

describe("Servers in Swagger 2.0", () => {
  test("the first one is host, base path and schemes, its variables filled", () => {
    const { at, changes } = convert({
      servers: [
        { url: "https://{host}/api/", variables: { host: { default: "example.com" } } },
        { url: "https://other.example.com" },
      ],
    });
    deepEqual([at("host"), at("basePath"), at("schemes")], ["example.com", "/api", ["https"]]);
    deepEqual(changes, ["server dropped /servers/1"]);
  });

  test("a relative one is a base path", () => {
    const { at } = convert({ servers: [{ url: "/api" }] });
    deepEqual([at("host"), at("basePath"), at("schemes")], [undefined, "/api", undefined]);
  });

  test("paths and operations of another host go", () => {
    const servers = [{ url: "https://other.example.com" }];
    const { at, changes } = convert({
      servers: [{ url: "https://example.com" }],
      paths: {
        "/a": { servers, get: { responses: { 200: ok } } },
        "/b": { get: { servers, responses: { 200: ok } }, put: { responses: { 200: ok } } },
      },
    });
    deepEqual(at("paths"), { "/b": { put: { responses: { 200: ok } } } });
    deepEqual(changes, ["other-host dropped /paths/~1a", "other-host dropped /paths/~1b/get"]);
  });
});

describe("Parameters and headers in Swagger 2.0", () => {
  test("the schema stands in the parameter, behind references", () => {
    const schema = { $ref: "#/components/schemas/Name" };
    const { parameter, changes } = convertParameter({ name: "a", in: "query", schema });
    deepEqual(parameter, { name: "a", in: "query", type: "string", maxLength: 3 });
    deepEqual(changes, []);
  });

  test("what a simple type cannot say goes", () => {
    const schema = { anyOf: [{ type: "string", enum: ["a"] }, { type: "string" }] };
    const { parameter, changes } = convertParameter({ name: "a", in: "query", schema });
    deepEqual(parameter, { name: "a", in: "query", type: "string" });
    deepEqual(changes, ["simple-schema weakened /paths/~1a/parameters/0/schema"]);
  });

  test("a list says how it is written", () => {
    const schema = { type: "array", items: { type: "string" } };
    for (const [location, extra, format] of [
      ["query", {}, "multi"],
      ["query", { explode: false }, "csv"],
      ["query", { style: "pipeDelimited" }, "pipes"],
      ["header", {}, "csv"],
    ] as const) {
      const { parameter } = convertParameter({ name: "a", in: location, schema, ...extra });
      equal(getIn(parameter, "collectionFormat"), format);
    }
  });

  test("the first example stays as an extension", () => {
    const examples = { one: { value: "x" }, two: { value: "y" } };
    const { parameter, changes } = convertParameter({
      name: "a",
      in: "query",
      schema: { type: "string" },
      examples,
    });
    deepEqual(parameter, { name: "a", in: "query", type: "string", "x-example": "x" });
    deepEqual(changes, ["parameter-examples weakened /paths/~1a/parameters/0"]);
  });

  test("an optional cookie goes, a required one cannot be converted", () => {
    const cookie = { name: "a", in: "cookie", schema: { type: "string" } };
    const { parameter, changes } = convertParameter(cookie);
    equal(parameter, undefined);
    deepEqual(changes, ["parameter-kind dropped /paths/~1a/parameters/0"]);
    throws(() => convertParameter({ ...cookie, required: true }), { pointer: "/paths/~1a/parameters/0" });
  });

  test("headers are written out", () => {
    const headers = { ETag: { required: true, description: "Version.", schema: { type: "string" } } };
    const { at, changes } = convertOperation({ responses: { 200: { ...ok, headers } } });
    deepEqual(at("responses", "200", "headers"), { ETag: { description: "Version.", type: "string" } });
    deepEqual(changes, ["header-components dropped /paths/~1a/post/responses/200/headers/ETag"]);
  });
});

describe("Bodies in Swagger 2.0", () => {
  test("the body of a request is a parameter", () => {
    const content = { [json]: { schema: { type: "object" }, examples: { one: { value: {} } } } };
    const { at, changes } = convertOperation({ requestBody: { required: true, content } });
    deepEqual(at("parameters"), [{ name: "body", in: "body", required: true, schema: { type: "object" } }]);
    deepEqual(at("consumes"), [json]);
    deepEqual(changes, [
      "request-body dropped /paths/~1a/post/requestBody/content/application~1json/examples",
    ]);
  });

  test("one schema and one example stay of a response", () => {
    const examples = { one: { value: { a: 1 } }, two: { value: { a: 2 } } };
    const content = {
      [json]: { schema: { type: "object" }, examples },
      "text/plain": { schema: { type: "string" } },
    };
    const { at, changes } = convertOperation({ responses: { 200: { ...ok, content } } });
    deepEqual(at("responses", "200"), { ...ok, schema: { type: "object" }, examples: { [json]: { a: 1 } } });
    deepEqual(at("produces"), [json, "text/plain"]);
    deepEqual(changes, [
      "one-schema dropped /paths/~1a/post/responses/200/content/text~1plain/schema",
      "response-examples dropped /paths/~1a/post/responses/200/content/application~1json/examples",
    ]);
  });

  test("one range of status codes stays as default", () => {
    const { at, changes } = convertOperation({
      responses: { 200: ok, "4XX": { description: "Yours." }, "5XX": ok },
    });
    deepEqual(at("responses"), { 200: ok, default: { description: "Yours." } });
    deepEqual(changes, [
      "status-ranges weakened /paths/~1a/post/responses/4XX",
      "status-ranges dropped /paths/~1a/post/responses/5XX",
    ]);
  });

  test("links and callbacks go", () => {
    const { at, changes } = convertOperation({
      callbacks: { done: {} },
      responses: { 200: { ...ok, links: { next: { operationId: "a" } } } },
    });
    deepEqual(at("responses"), { 200: ok });
    deepEqual(changes, [
      "unsupported-fields dropped /paths/~1a/post",
      "links dropped /paths/~1a/post/responses/200/links/next",
    ]);
  });

  test("forms cannot be converted", () => {
    const requestBody = { content: { "multipart/form-data": { schema: {} } } };
    throws(() => convertOperation({ requestBody }), {
      name: "UnsupportedError",
      pointer: "/paths/~1a/post/requestBody/content/multipart~1form-data",
    });
  });
});

describe("Security in Swagger 2.0", () => {
  const convertScheme = (scheme: object) => {
    const { at, changes } = convert({ components: { securitySchemes: { a: scheme } } });
    return { scheme: at("securityDefinitions", "a"), changes };
  };
  const scopes = { read: "Read." };
  const pointer = "/components/securitySchemes/a";

  test("one flow of OAuth stays, without the address to refresh at", () => {
    const code = {
      authorizationUrl: "https://a.example",
      tokenUrl: "https://b.example",
      refreshUrl: "https://c.example",
      scopes,
    };
    const flows = { authorizationCode: code, clientCredentials: { tokenUrl: "https://b.example", scopes } };
    const { scheme, changes } = convertScheme({ type: "oauth2", flows });
    deepEqual(scheme, {
      type: "oauth2",
      flow: "accessCode",
      authorizationUrl: "https://a.example",
      tokenUrl: "https://b.example",
      scopes,
    });
    deepEqual(changes, [
      `oauth-flows dropped ${pointer}/flows/clientCredentials`,
      `oauth-flows dropped ${pointer}/flows/authorizationCode`,
    ]);
  });

  test("a bearer token is a header, basic and keys stay", () => {
    const bearer = convertScheme({ type: "http", scheme: "bearer" });
    deepEqual(bearer.scheme, { type: "apiKey", in: "header", name: "Authorization" });
    deepEqual(bearer.changes, [`bearer weakened ${pointer}`]);
    deepEqual(convertScheme({ type: "http", scheme: "basic" }).scheme, { type: "basic" });
    const key = { type: "apiKey", in: "query", name: "key" };
    deepEqual(convertScheme(key).scheme, key);
  });

  test("other schemes cannot be converted", () => {
    throws(() => convertScheme({ type: "openIdConnect" }), { name: "UnsupportedError", pointer });
  });
});
