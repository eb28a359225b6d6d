import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createUnknownNameFinder, mergeUnknownNames } from "@partner-referrals/server/unknown-names";
import { bodyViolation, formatLocation, type Violation } from "@partner-referrals/server/violations";
import {
  bodyExamples,
  contract,
  getByPointer,
  isObject,
  listOperations,
  type Operation,
  operationNamed,
  parsePointer,
  setOwn,
} from "@partner-referrals/spec/model";

const find = createUnknownNameFinder(contract);
const create = operationNamed(contract, "createReferral");
const update = operationNamed(contract, "updateReferral");
const [example] = bodyExamples(contract, create.requestBody);
const lines = (violations: readonly Violation[]) =>
  violations.map((violation) => `${formatLocation(violation)} ${violation.message}`);

const bodies = listOperations(contract).flatMap((operation) =>
  bodyExamples(contract, operation.requestBody).map(({ name, value }) => ({ operation, name, value })),
);

/** A property of an example, and the object that has it. */
interface Member {
  readonly parent: string;
  readonly name: string;
}

function membersOf(value: unknown, pointer = ""): Member[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => membersOf(item, `${pointer}/${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, child]) => [
    { parent: pointer, name },
    ...membersOf(child, `${pointer}/${name}`),
  ]);
}

/** Every name that one slip makes of another: a letter missing, doubled, replaced, swapped, or in the other case. */
function slipsOf(name: string): string[] {
  const letters = [...name];
  const slips = letters.flatMap((letter, index) => [
    letters.toSpliced(index, 1),
    letters.toSpliced(index, 0, letter),
    letters.toSpliced(index, 1, letter === "x" ? "y" : "x"),
    letters.toSpliced(index, 2, letters[index + 1] ?? "", letter),
    letters.toSpliced(
      index,
      1,
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    ),
  ]);
  return [...new Set(slips.map((slip) => slip.join("")))].filter((slip) => slip !== name && slip !== "");
}

/** A value with something else at a path. */
function replaceAt(value: unknown, [token, ...rest]: readonly string[], replacement: unknown): unknown {
  if (token === undefined) return replacement;
  setOwn(Object(value), token, replaceAt(Object(value)[token], rest, replacement));
  return value;
}

/** What is found when a property of a body has another name. */
function rename(
  operation: Operation,
  body: unknown,
  { parent, name }: Member,
  to: string,
): Violation | undefined {
  const changed = structuredClone(body);
  const members = Object.entries(Object(getByPointer(changed, parent)));
  const renamed = Object.fromEntries(members.map(([key, value]) => [key === name ? to : key, value]));
  const found = find(operation, replaceAt(changed, parsePointer(parent), renamed));
  return found.find(({ pointer }) => pointer === `${parent}/${to}`);
}

describe("a name that the contract does not know", () => {
  test("is never found in the contract's own examples", () => {
    for (const { operation, name, value } of bodies)
      assert.deepEqual(lines(find(operation, value)), [], `${operation.id} ${name}`);
  });

  test("is never found in what was read and is sent back", () => {
    const replace = operationNamed(contract, "replaceReferral");
    const get = operationNamed(contract, "getReferral");
    for (const { name, value } of bodyExamples(contract, get.responses.get("200"))) {
      const body = { "@odata.context": "x", "team@odata.count": 1, ...Object(value) };
      assert.deepEqual(lines(find(replace, body)), [], name);
    }
  });

  test("is found for 99 % of all slips in the names of the examples, with the right suggestion", (context) => {
    let total = 0;
    const missed: string[] = [];
    const seen = new Set<string>();
    for (const { operation, value } of bodies) {
      for (const { parent, name } of membersOf(value)) {
        const place = `${operation.id}${parent.replaceAll(/\/\d+/g, "/0")}/${name}`;
        if (seen.has(place)) continue;
        seen.add(place);
        // Some properties of the 2018 preview have no schema: below them the contract knows no name at all.
        if (rename(operation, value, { parent, name }, "zzqqxx") === undefined) continue;
        for (const slip of slipsOf(name)) {
          if (Object.hasOwn(Object(getByPointer(value, parent)), slip)) continue;
          total++;
          const found = rename(operation, value, { parent, name }, slip);
          if (found?.suggestion !== name) missed.push(`${place}: ${slip} -> ${found?.suggestion}`);
        }
      }
    }
    assert.ok(total > 5000, `only ${total} slips were tried`);
    context.diagnostic(`${total - missed.length} of ${total} slips`);
    assert.ok(
      missed.length / total <= 0.01,
      `${missed.length} of ${total}:\n${missed.slice(0, 40).join("\n")}`,
    );
  });

  test("is found as real integrations send it", () => {
    const value: Record<string, unknown> = Object(structuredClone(example?.value));
    const body = {
      ...value,
      details: { ...Object(value.details), closeDate: "2026-01-01T00:00:00Z" },
      team: [{ emailAddress: "a@proseware.example" }],
    };
    assert.deepEqual(lines(find(create, body)), [
      "body/details/closeDate is not in the contract; did you mean closingDateTime?",
      "body/team/0/emailAddress is not in the contract; did you mean email?",
    ]);
  });

  test("gets no suggestion when nothing is like it", () => {
    assert.deepEqual(lines(find(create, { zzqq: 1 })), ["body/zzqq is not in the contract"]);
  });
});

test("a value that an open enumeration does not list is named with the nearest one, and not repeated", () => {
  const [found] = find(create, { type: "Indepedent" });
  assert.equal(found?.code, "unknownValue");
  assert.deepEqual([found?.pointer, found?.suggestion], ["/type", "Independent"]);
  const [other] = find(create, { type: "hunter2" });
  assert.equal(other?.message, "is not a known value");
});

describe("in a JSON Patch", () => {
  test("names are found in the value, by where it goes", () => {
    const body = [
      { op: "add", path: "/team/-", value: { emailAddress: "a@proseware.example" } },
      { op: "replace", path: "/details", value: { closeDate: "2026-01-01T00:00:00Z" } },
    ];
    assert.deepEqual(lines(find(update, body)), [
      "body/0/value/emailAddress is not in the contract; did you mean email?",
      "body/1/value/closeDate is not in the contract; did you mean closingDateTime?",
    ]);
  });

  test("and in the path", () => {
    assert.deepEqual(lines(find(update, [{ op: "replace", path: "/details/delaValue", value: 1 }])), [
      "body/0/path names a property that is not in the contract; did you mean /details/dealValue?",
    ]);
    assert.deepEqual(
      find(update, [{ op: "replace", path: "/customerProfile/team/3/email", value: "x" }]),
      [],
    );
  });

  test("and in the operation itself", () => {
    assert.deepEqual(lines(find(update, [{ op: "replace", path: "/name", vaule: 1 }])), [
      "body/0/vaule is not in the contract; did you mean value?",
    ]);
  });
});

test("a free-form object has no unknown names", () => {
  const schema = {
    type: "object",
    properties: {
      free: { type: "object" },
      map: { type: "object", properties: { a: {} }, additionalProperties: { type: "string" } },
    },
  };
  const document = {
    openapi: "3.1.1",
    paths: {
      "/x": { post: { operationId: "x", requestBody: { content: { "application/json": { schema } } } } },
    },
  };
  const [operation = assert.fail()] = listOperations(document);
  assert.deepEqual(createUnknownNameFinder(document)(operation, { free: { a: 1 }, map: { b: "x" } }), []);
});

test("a schema that contains itself is followed as deep as the value", () => {
  const Node = { type: "object", properties: { next: { $ref: "#/components/schemas/Node" } } };
  const schema = { $ref: "#/components/schemas/Node" };
  const document = {
    openapi: "3.1.1",
    components: { schemas: { Node } },
    paths: {
      "/x": { post: { operationId: "x", requestBody: { content: { "application/json": { schema } } } } },
    },
  };
  const [operation = assert.fail()] = listOperations(document);
  const found = createUnknownNameFinder(document)(operation, { next: { next: { nxet: {} } } });
  assert.deepEqual(lines(found), ["body/next/next/nxet is not in the contract; did you mean next?"]);
});

test("the largest body takes less than 250 milliseconds, and gets a bounded number of findings", () => {
  const many = Object.fromEntries(
    Array.from({ length: 60_000 }, (_, index) => [`closingDateTimee${index}`, 1]),
  );
  const nested = { team: Array.from({ length: 100_000 }, () => ({})), details: many };
  for (const body of [many, nested, { details: many }]) {
    // Time on the processor, so that a busy machine does not count.
    const before = process.cpuUsage();
    assert.ok(find(create, body).length <= 100);
    const { user } = process.cpuUsage(before);
    assert.ok(user < 250_000, `${user} microseconds`);
  }
});

test("a suggestion is added to the violation at the same place", () => {
  const violations = [bodyViolation("/naem", "unevaluatedProperties", "is not allowed here")];
  const merged = mergeUnknownNames(violations, find(create, { naem: "x", details: { closeDate: "x" } }));
  assert.deepEqual(lines(merged.violations), ["body/naem is not allowed here; did you mean name?"]);
  assert.deepEqual(
    merged.warnings.map(({ pointer }) => pointer),
    ["/details/closeDate"],
  );
});
