import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as model from "../model/index.ts";

const { contract } = model;

const foreign = {
  openapi: "3.1.0",
  info: { title: "Foreign", version: "1" },
  servers: [{ url: "https://one.example" }],
  security: [{ oauth: ["read"] }],
  paths: {
    "/a/{id}/b~c": { $ref: "#/components/pathItems/Shared" },
    "/a/fixed/b~c": { post: { responses: { default: { $ref: "#/components/responses/Error" } } } },
  },
  components: {
    pathItems: {
      Shared: {
        servers: [{ url: "https://two.example" }],
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "string" } },
          { name: "view", in: "query", schema: { type: "string" } },
        ],
        get: {
          operationId: "getShared",
          parameters: [{ $ref: "#/components/parameters/View" }],
          responses: {
            200: {
              description: "ok",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Node" } } },
            },
          },
        },
      },
    },
    parameters: { View: { name: "view", in: "query", required: true, schema: { type: "integer" } } },
    responses: {
      Error: {
        description: "error",
        content: { "application/json": { examples: { one: { $ref: "#/components/examples/One" } } } },
      },
    },
    examples: { One: { value: { error: { code: "a", message: "b" } } } },
    schemas: {
      Node: {
        type: "object",
        required: ["kind"],
        properties: {
          kind: { type: "string", "x-extensible-enum": ["leaf", "branch"] },
          legacy: { anyOf: [{ type: "string", enum: ["old"] }, { type: "string" }] },
          closed: { type: ["string", "null"], enum: ["yes", null] },
          children: {
            anyOf: [{ type: "array", items: { $ref: "#/components/schemas/Node" } }, { type: "null" }],
          },
          id: { type: "string", readOnly: true },
        },
      },
      Loop: { $ref: "#/components/schemas/Loop" },
    },
  },
} as const;

describe("Pointers", () => {
  test("keep slashes, tildes and percent signs in names", () => {
    const names = ["a/b", "m~n", "50%", ""];
    assert.deepEqual(model.parsePointer(model.formatPointer(names)), names);
    assert.deepEqual(model.parsePointer("#/paths/~1v1.0~1%7Bid%7D"), ["paths", "/v1.0/{id}"]);
    assert.equal(model.getByPointer({ "a/b": [{ c: 1 }] }, "/a~1b/0/c"), 1);
  });

  test("find no inherited members", () => {
    assert.equal(model.getByPointer({}, "/constructor"), undefined);
    assert.equal(model.getByPointer([], "/length"), 0);
  });

  test("are located behind references, also in the middle", () => {
    const pointer = model.formatPointer(["paths", "/a/{id}/b~c", "get", "parameters", 0]);
    assert.equal(model.locate(foreign, pointer), "/components/parameters/View");
  });
});

describe("Operations", () => {
  const [get, post] = model.listOperations(foreign);

  test("inherit parameters, servers and security, and override them", () => {
    assert.ok(get);
    assert.equal(get.id, "getShared");
    assert.equal(get.server, "https://two.example");
    assert.deepEqual(
      get.parameters.map(({ name, required, pointer }) => [name, required, pointer]),
      [
        ["id", true, "/components/pathItems/Shared/parameters/0"],
        ["view", true, "/components/parameters/View"],
      ],
    );
    assert.deepEqual(get.security, [{ oauth: ["read"] }]);
  });

  test("have an id without an operationId, and a default response", () => {
    assert.ok(post);
    assert.equal(post.id, "POST /a/fixed/b~c");
    assert.equal(model.responseFor(post, 418)?.pointer, "/components/responses/Error");
    assert.deepEqual(model.responseExample(foreign, post, "default").value, {
      error: { code: "a", message: "b" },
    });
    assert.equal(model.requestExample(foreign, post), undefined);
  });

  test("are named in the error about an unknown one", () => {
    assert.throws(() => model.operationNamed(foreign, "nope"), /no operation nope. It has getShared/);
  });

  test("of the contract each point at a schema that exists, for every body", () => {
    for (const operation of [...model.listOperations(contract), ...model.listWebhooks(contract)]) {
      const bodies = [operation.requestBody, ...operation.responses.values()].flatMap(
        (body) => body?.content ?? [],
      );
      for (const { schemaPointer } of [...bodies, ...operation.parameters])
        assert.ok(
          model.isObject(model.getByPointer(contract, schemaPointer)),
          `${operation.id} ${schemaPointer}`,
        );
    }
  });
});

describe("Paths", () => {
  test("match literal segments first, and keep encoded slashes inside a segment", () => {
    const match = model.createPathMatcher(Object.keys(foreign.paths));
    assert.equal(match("/a/fixed/b~c"), "/a/fixed/b~c");
    assert.equal(match("/a/1%2F2/b~c"), "/a/{id}/b~c");
    assert.equal(match("/a/1/2/b~c"), undefined);
    assert.equal(match("/a/%zz/b~c"), "/a/{id}/b~c");
  });

  test("are filled in percent-encoded", () => {
    assert.equal(model.fillPath("/a/{id}", { id: "../x" }), "/a/..%2Fx");
    assert.throws(() => model.fillPath("/a/{id}", {}), /needs a value for id/);
  });
});

describe("Schemas", () => {
  const node = model.schemaNamed(foreign, "Node");

  test("list known values, closed or open to others", () => {
    const valuesOf = (name: string) => {
      const { schema } = model.propertyOf(foreign, node, name) ?? {};
      return [model.knownValues(foreign, schema), model.isOpenEnum(foreign, schema)];
    };
    assert.deepEqual(valuesOf("kind"), [["leaf", "branch"], true]);
    assert.deepEqual(valuesOf("legacy"), [["old"], true]);
    assert.deepEqual(valuesOf("closed"), [["yes"], false]);
  });

  test("that contain themselves are entered once", () => {
    assert.ok(model.propertyPaths(foreign, { $ref: "#/components/schemas/Node" }).includes("children"));
    assert.equal(model.resolve(foreign, { $ref: "#/components/schemas/Loop" }), undefined);
    assert.deepEqual(model.readOnlyPaths(foreign, "Node"), ["/id"]);
  });

  test("lead from a referral to each property that a filter may name", () => {
    const referral = model.schemaNamed(contract, "Referral");
    for (const path of [...model.filterableProperties(contract), ...model.sortableProperties(contract)])
      assert.ok(model.propertyAt(contract, referral, path.split("/")), path);
  });

  test("tell which properties a patch may name", () => {
    const writable = model.writablePaths(contract);
    assert.ok(writable.length > 0);
    const immutable = model.readOnlyPaths(contract, "Referral");
    assert.deepEqual(
      writable.filter((path) => immutable.includes(path)),
      ["/registrations"],
    );
  });
});

test("Every substatus of the state machine is a substatus of the contract", () => {
  const known = model.knownValues(contract, model.schemaNamed(contract, "ReferralSubstatus"));
  for (const { substatuses } of model.stateMachine(contract).values())
    for (const substatus of substatuses) assert.ok(known.includes(substatus), substatus);
});
