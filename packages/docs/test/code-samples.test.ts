import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { contract, type JsonObject, listOperations } from "@partner-referrals/spec/model";
import { clientSample } from "../reference/samples/client-sample.ts";
import { curlSample } from "../reference/samples/curl-sample.ts";
import { toPython } from "../reference/samples/python-value.ts";
import { toTypeScript } from "../reference/samples/typescript-value.ts";

const document = (paths: JsonObject): JsonObject => ({
  openapi: "3.1.1",
  info: { title: "Test", version: "1" },
  servers: [{ url: "https://api.example" }],
  paths,
});

/** What a shell makes of the words of a curl command. */
async function wordsOf(paths: JsonObject): Promise<string[]> {
  const api = document(paths);
  const [operation = assert.fail()] = listOperations(api);
  const script = `curl() { printf '%s\\0' "$@"; }\n${curlSample(api, operation)}`;
  const { stdout } = await promisify(execFile)("sh", ["-c", script], { env: { TOKEN: "t0ken" } });
  return stdout.split("\0").slice(0, -1);
}

describe("the curl sample", () => {
  test("carries the method, the path with its examples, the token and the required headers", async () => {
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

  test("sends the first example of the body, whatever the shell thinks of its characters", async () => {
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

  test("shows how to encode a query, though a GET requires none", async () => {
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

  test("puts the query into the URL where there is a body as well", async () => {
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

  test("is not made from a parameter without an example", async () => {
    const header = { name: "If-Match", in: "header", required: true } as const;
    await assert.rejects(
      wordsOf({ "/things": { put: { operationId: "putThings", parameters: [header] } } }),
      /The parameter If-Match has no example/,
    );
  });
});

describe("the client sample", () => {
  test("exists for every operation", async () => {
    for (const operation of listOperations(contract)) {
      const sample = await clientSample(contract, operation);
      assert.ok(sample.includes(JSON.stringify(operation.server)), operation.id);
      assert.doesNotMatch(sample, /\bexample\./, operation.id);
    }
  });
});

describe("a value in a client sample", () => {
  const values: Record<string, unknown> = {
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
    test(`means the same as the JSON: ${name}`, () => {
      const evaluated: unknown = new Function(`return (${toTypeScript(value)})`)();
      assert.deepEqual(evaluated, value);
    });
  }

  test("is written the way people write it", () => {
    assert.equal(toTypeScript({ op: "add", path: "/a" }), '{ op: "add", path: "/a" }');
    assert.equal(toTypeScript({ a: { b: 1 } }, "  "), "{\n    a: { b: 1 },\n  }");
  });
});

test("a value in a Python sample means the same as the JSON", async () => {
  const value = {
    text: `"it's"\n\\ ünï`,
    list: [true, false, null, -1.5, {}],
    nested: { a: "x".repeat(90) },
  };
  const script = `import json\nprint(json.dumps(${toPython(value)}))`;
  const { stdout } = await promisify(execFile)("python3", ["-c", script]);
  assert.deepEqual(JSON.parse(stdout), value);
});
