import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { type Json, listOperations, type OpenApiDocument } from "../build/contract.ts";
import { clientSample } from "../build/reference/client-sample.ts";
import { curlSample } from "../build/reference/curl.ts";
import { toTypeScript } from "../build/reference/typescript-value.ts";

const document = (paths: OpenApiDocument["paths"]): OpenApiDocument => ({
  info: { title: "Test", version: "1" },
  servers: [{ url: "https://api.example" }],
  paths,
});

/** What a shell makes of the words of a curl command. */
async function wordsOf(paths: OpenApiDocument["paths"]): Promise<string[]> {
  const api = document(paths);
  const [located = assert.fail()] = listOperations(api);
  const script = `curl() { printf '%s\\0' "$@"; }\n${curlSample(api, located)}`;
  const { stdout } = await promisify(execFile)("sh", ["-c", script], { env: { TOKEN: "t0ken" } });
  return stdout.split("\0").slice(0, -1);
}

describe("the curl sample", () => {
  it("carries the method, the path with its examples, the token and the required headers", async () => {
    const words = await wordsOf({
      "/things/{id}": {
        parameters: [{ name: "id", in: "path", required: true, example: "a/b c" }],
        delete: {
          operationId: "deleteThing",
          parameters: [
            { name: "If-Match", in: "header", required: true, example: '"v1"' },
            { name: "Prefer", in: "header", example: "quick" },
          ],
        },
      },
    });
    assert.deepEqual(words, [
      "--request",
      "DELETE",
      "https://api.example/things/a%2Fb%20c",
      "--header",
      "Authorization: Bearer t0ken",
      "--header",
      'If-Match: "v1"',
    ]);
  });

  it("sends the first example of the body, whatever the shell thinks of its characters", async () => {
    const body = { text: `it's $HOME, "quoted" \`and\` back\\slashed!`, lines: "one\ntwo" };
    const words = await wordsOf({
      "/things": {
        post: {
          operationId: "createThing",
          requestBody: {
            content: { "application/json": { examples: { first: { value: body }, second: { value: {} } } } },
          },
        },
      },
    });
    assert.deepEqual(JSON.parse(words.at(-1) ?? ""), body);
    assert.deepEqual(words.slice(-4, -1), ["--header", "Content-Type: application/json", "--data"]);
  });

  it("shows how to encode a query, though a GET requires none", async () => {
    const filter = "name eq 'O''Neill & sons'";
    const words = await wordsOf({
      "/things": {
        get: {
          operationId: "listThings",
          parameters: [
            { name: "$filter", in: "query", examples: { one: { value: filter } } },
            { name: "$top", in: "query", example: 10 },
          ],
        },
      },
    });
    assert.deepEqual(words.slice(0, 4), [
      "--get",
      "https://api.example/things",
      "--data-urlencode",
      `$filter=${filter}`,
    ]);
  });

  it("puts the query into the URL where there is a body as well", async () => {
    const words = await wordsOf({
      "/things": {
        post: {
          operationId: "createThing",
          parameters: [{ name: "$mode", in: "query", required: true, example: "a b" }],
          requestBody: { content: { "application/json": { examples: { one: { value: {} } } } } },
        },
      },
    });
    assert.deepEqual(words.slice(0, 3), ["--request", "POST", "https://api.example/things?%24mode=a+b"]);
  });

  it("is not made from a parameter without an example", async () => {
    const header = { name: "If-Match", in: "header", required: true } as const;
    await assert.rejects(
      wordsOf({ "/things": { put: { operationId: "putThings", parameters: [header] } } }),
      /The parameter If-Match has no example/,
    );
  });
});

describe("the client sample", () => {
  it("calls the openapi-fetch client where no sample is written by hand", async () => {
    const api = document({
      "/things/{id}": {
        put: {
          operationId: "putThing",
          parameters: [
            { name: "id", in: "path", required: true, example: 7 },
            { name: "If-Match", in: "header", required: true, example: '"v1"' },
            { name: "$mode", in: "query", example: "quick" },
          ],
          requestBody: { content: { "application/json": { examples: { one: { value: { name: "A" } } } } } },
        },
      },
    });
    const sample = await clientSample(api, listOperations(api)[0] ?? assert.fail());
    const [, args] = /client\.PUT\((.*?)\);/s.exec(sample) ?? [];
    assert.deepEqual(new Function(`return [${args}]`)(), [
      "/things/{id}",
      { params: { path: { id: 7 }, header: { "If-Match": '"v1"' } }, body: { name: "A" } },
    ]);
  });
});

describe("a value in a client sample", () => {
  const values: Record<string, Json> = {
    "a short object": { op: "add", path: "/a" },
    "names that need quotes": { "@odata.count": 1, "a-b": null, ok_1: true },
    "nested and long": {
      list: [{ text: "x".repeat(90) }, []],
      empty: {},
      deep: { deeper: { deepest: -1.5 } },
    },
    "text with quotes and lines": `"it's"\n\\`,
  };
  for (const [name, value] of Object.entries(values)) {
    it(`means the same as the JSON: ${name}`, () => {
      const evaluated: unknown = new Function(`return (${toTypeScript(value)})`)();
      assert.deepEqual(evaluated, value);
    });
  }

  it("is written the way people write it", () => {
    assert.equal(toTypeScript({ op: "add", path: "/a" }), '{ op: "add", path: "/a" }');
    assert.equal(toTypeScript({ a: { b: 1 } }, "  "), "{\n    a: { b: 1 },\n  }");
  });
});
