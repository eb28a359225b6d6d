import assert from "node:assert/strict";
import { test } from "node:test";
import type { Location, Node } from "../lint/redocly/context.ts";
import { rule } from "../lint/redocly/evidence.ts";

const checks = rule();

/** What the rule reports of a schema in a file of its own, each with its place in the file. */
function reported(schema: Node): string[] {
  const problems: string[] = [];
  checks.Schema(schema, {
    location: at("#/"),
    report: ({ message, location }) => problems.push(`${location.pointer} ${message}`),
  });
  return problems;
}

function at(pointer: string): Location {
  return {
    pointer,
    child: (path) => at(`${pointer.replace(/\/$/, "")}/${path.join("/")}`),
    key: () => at(pointer),
  };
}

const text = { type: "string" };

test("a property without evidence is named, and its place in the file", () => {
  const schema = {
    "x-evidence": { observed: ["R22"], properties: ["id"] },
    properties: { id: text, name: text },
  };
  const [problem, ...others] = reported(schema);
  assert.match(
    problem ?? "",
    /^#\/properties\/name The property name has no evidence\. Give it x-evidence, or list/,
  );
  assert.deepEqual(others, []);
});

test("a name in the list that is no property is reported", () => {
  const schema = { "x-evidence": { observed: ["R22"], properties: ["nil"] }, properties: {} };
  assert.deepEqual(reported(schema), [
    "#/x-evidence x-evidence.properties lists nil, which is not a property here.",
  ]);
});

test("an unknown source is named beside those that there are", () => {
  const [problem] = reported({ "x-evidence": { documented: ["P18/things.md#thing"] } });
  assert.match(problem ?? "", /lists no source for P18\/things\.md#thing\. Sources: resources-2018, .*P19/);
});

test("evidence at a property is checked where it stands", () => {
  const id = { ...text, "x-evidence": { documented: [] } };
  const [problem] = reported({ "x-evidence": { observed: ["R22"] }, properties: { id } });
  assert.equal(
    problem,
    "#/properties/id/x-evidence documented in x-evidence must name at least one source, a key of EVIDENCE.md.",
  );
});
