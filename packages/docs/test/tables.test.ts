/** Tables and diagrams follow the contract: what it gains shows up by itself. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import {
  contract,
  isObject,
  knownValues,
  listWebhooks,
  type OpenApiDocument,
  operationNamed,
  requestExample,
  schemaNamed,
  stateMachine,
} from "@partner-referrals/spec/model";
import { diagrams } from "../content/diagrams/index.ts";
import { tables } from "../content/tables/index.ts";

/** A table of an edited contract. */
const tableOf = (name: string, document = contract): string => (tables[name] ?? assert.fail(name))(document);
const diagramOf = (name: string, document = contract) => (diagrams[name] ?? assert.fail(name))(document);

type Editable = { [name: string]: Editable } & Editable[];

/** A copy of the contract with one edit. */
function edited(edit: (document: Editable) => void): OpenApiDocument {
  const copy = structuredClone(contract);
  // A cast: the edits below know the shape of the part that they change.
  edit(copy as unknown as Editable);
  return copy;
}

const schemasOf = (document: Editable): Editable => document.components?.schemas ?? assert.fail();

/** Adds a known value to a schema, wherever it lists them. */
function withValue(name: string, value: string): OpenApiDocument {
  return edited((document) => {
    const add = (node: unknown): void => {
      if (!isObject(node)) return;
      for (const list of [node.enum, node["x-extensible-enum"]]) if (Array.isArray(list)) list.push(value);
      for (const part of [node.anyOf].flat()) add(part);
    };
    add(schemasOf(document)[name]);
  });
}

function withSubstatus(status: string, substatus: string): OpenApiDocument {
  return edited((document) => {
    const machine = schemasOf(document).ReferralStatus?.["x-state-machine"] ?? assert.fail();
    const list: unknown = machine[status]?.substatuses;
    assert.ok(Array.isArray(list));
    list.push(substatus);
  });
}

test("the facts of the sources add up, and every key of the table of sources has some", () => {
  const rows = tableOf("source-facts")
    .split("\n")
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
  for (const [key = "", , ...cells] of rows) {
    const [facts = 0, ...outcomes] = cells.map((cell) => Number(cell.replaceAll(",", "")));
    assert.equal(
      outcomes.reduce((sum, count) => sum + count, 0),
      facts,
      key,
    );
  }
  const listed = [...tableOf("sources").matchAll(/^\| (`[^`]+`)/gm)].map(([, key]) => key).sort();
  assert.deepEqual(
    rows
      .map(([key]) => key)
      .slice(0, -1)
      .sort(),
    listed,
  );
});

describe("tables", () => {
  const [firstStatus = "", ...otherStatuses] = stateMachine(contract).keys();
  const gains: readonly [table: string, what: string, document: OpenApiDocument][] = [
    ["statuses", "a substatus", withSubstatus(firstStatus, "Gained")],
    ["substatuses", "a substatus", withSubstatus(firstStatus, "Gained")],
    ["transitions", "a substatus", withSubstatus(otherStatuses[0] ?? "", "Gained")],
    ["error-codes", "an error code", withValue("ErrorCode", "Gained")],
    ["help-codes", "a kind of help", withValue("AssistanceRequestCode", "Gained")],
    ["taxonomies", "an industry", withValue("Industry", "Gained")],
    ["preview-statuses", "a status of the preview", withValue("PreviewReferralStatus", "Gained")],
    [
      "preview-responses",
      "a property of the preview",
      edited((document) => {
        Object.assign(schemasOf(document).PreviewReferral?.properties ?? assert.fail(), { Gained: {} });
      }),
    ],
  ];
  for (const [name, what, document] of gains) {
    test(`${name} shows ${what} that the contract gains`, () => {
      assert.doesNotMatch(tableOf(name), /Gained/);
      assert.match(tableOf(name, document), /Gained/);
    });
  }

  test("error-statuses shows a status that the contract gains, with what to do in general", () => {
    const document = edited((copy) => {
      for (const item of Object.values(copy.paths ?? {})) {
        Object.assign(item.get?.responses ?? {}, { 418: { description: "A teapot." } });
      }
    });
    assert.match(tableOf("error-statuses", document), /`418` \| A teapot\. \| Go by the first digit/);
  });

  test("filterable-properties follows the parameter, with the known values of a property", () => {
    const document = edited((copy) => {
      const list: unknown = copy.components?.parameters?.Filter?.["x-filterable"];
      assert.ok(Array.isArray(list));
      list.push("customerProfile/size");
    });
    const [size = ""] = knownValues(contract, schemaNamed(contract, "CustomerSize"));
    assert.ok(
      tableOf("filterable-properties", document).includes(`\`customerProfile/size\` | yes |  | \`'${size}'`),
    );
  });

  for (const name of Object.keys(tables)) {
    test(`${name} has no empty first cell, and a name in words where the contract gives one`, () => {
      const lines = tableOf(name)
        .split("\n")
        .filter((line) => line.startsWith("|"));
      for (const line of lines) assert.doesNotMatch(line, /^\|\s*\||undefined|\[object/);
    });
  }
});

describe("diagrams", () => {
  for (const name of Object.keys(diagrams)) {
    test(`${name} is one line of SVG that follows the theme`, async () => {
      const { svg, text } = diagramOf(name);
      assert.doesNotMatch(svg, /\n|style|fill=|stroke=|#[0-9a-f]{3}/);
      assert.match(svg, /^<svg viewBox="0 0 400 \d+" role="img" aria-label="[^"]+">.*<\/svg>$/);
      const css = await readFile(new URL("../site/styles/diagrams.css", import.meta.url), "utf8");
      for (const [, classes = ""] of svg.matchAll(/class="([^"]+)"/g)) {
        for (const kind of classes.split(" ")) {
          assert.ok(kind === "diagram-request" || kind === "diagram-box" || css.includes(`.${kind}`), kind);
        }
      }
      assert.match(text, /^(- |1\. )/);
    });
  }

  test("the status machine says in words what it shows, and follows the contract", () => {
    const { svg, text } = diagramOf("status-machine");
    let changes = 0;
    for (const [status, { substatuses, transitions, isTerminal }] of stateMachine(contract)) {
      for (const name of [status, ...substatuses]) {
        assert.ok(svg.includes(`>${name}<`) && text.includes(`\`${name}\``), name);
      }
      const others = transitions.filter((other) => other !== status);
      changes += others.length;
      const next = isTerminal
        ? "It is final."
        : `It may change to ${others.map((one) => `\`${one}\``).join(" or ")}.`;
      assert.ok(text.includes(next), next);
    }
    assert.equal(svg.match(/diagram-head/g)?.length, changes);
    const [first = ""] = stateMachine(contract).keys();
    assert.match(diagramOf("status-machine", withSubstatus(first, "Gained")).svg, />Gained</);
  });

  test("the co-sell sequence shows the requests of the workflow, and an event of the contract", () => {
    const lines = diagramOf("co-sell-sequence").text.split("\n");
    const { value } = requestExample(contract, operationNamed(contract, "createReferral"), "shared") ?? {};
    assert.ok(isObject(value));
    assert.match(lines[0] ?? "", /^1\. You to Referrals API: `createReferral`, type Shared, target /);
    assert.match(lines[2] ?? "", /`createReferral`, the same engagementId, target msft\.$/);
    const event = /`([\w-]+)`, an event/.exec(lines.at(-1) ?? "")?.[1];
    assert.ok(listWebhooks(contract).some(({ path }) => path === event));
    const renamed = edited((copy) => {
      const webhooks = copy.webhooks ?? assert.fail();
      delete webhooks[event ?? ""];
    });
    assert.throws(() => diagramOf("co-sell-sequence", renamed), new RegExp(event ?? ""));
  });
});
