import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  contract,
  isOpenEnum,
  knownValues,
  listOperations,
  listWebhooks,
  propertiesOf,
  schemaNamed,
  schemaNames,
  stateMachine,
} from "@partner-referrals/spec/model";
import { type HTMLElement, parse } from "node-html-parser";
import { eventPath, operationPath, propertyAnchor, schemaPath } from "../../reference/addresses.ts";
import { operationSamples } from "../../reference/samples/samples.ts";
import { groupSchemas } from "../../reference/schema-page.ts";
import { dist, pages } from "./site.ts";

const samples = await operationSamples(contract);

interface ReferencePage {
  readonly main: HTMLElement;
  readonly title: string;
  /** The text of the page as a reader without scripts has it. */
  holds(part: string): void;
}

/** A page of the built site, without running its scripts. */
async function open(path: string): Promise<ReferencePage> {
  const html = await readFile(`${dist}${path}/index.html`, "utf8");
  const document = parse(html, { blockTextElements: { script: true, style: true } });
  const main = document.querySelector("main") ?? assert.fail(`${path} has no main element`);
  const text = main.textContent.replace(/\s+/g, " ");
  return {
    main,
    title: document.querySelector("title")?.textContent ?? "",
    holds: (part) => assert.ok(text.includes(part.replace(/\s+/g, " ").trim()), `${path}: ${part}`),
  };
}

/** Markdown becomes markup: what is left to compare are the words before the first of it. */
const words = (text = "") => text.split(/[`*_[\n|"']/)[0] ?? "";

describe("the page of each operation", () => {
  for (const operation of listOperations(contract)) {
    const { id, method, server, path, summary = "", description, parameters, responses } = operation;
    test(id, async () => {
      const page = await open(operationPath(id));
      assert.ok(page.title.startsWith(summary));
      const endpoint = page.main.querySelector(".sl-markdown-content > :first-child");
      assert.equal(endpoint?.textContent, `${method.toUpperCase()} ${server}${path}`);
      for (const part of [id, words(description), ...parameters.map(({ name }) => name)]) page.holds(part);
      for (const { source } of samples.get(id) ?? []) page.holds(source.split("\n")[0] ?? "");
      for (const [status, response] of responses) {
        if (status !== "default") page.holds(status);
        page.holds(words(response.description));
      }
      for (const { schema } of operation.requestBody?.content ?? []) {
        for (const name of propertiesOf(contract, schema).keys()) page.holds(name);
      }
    });
  }
});

test("the page of each event has its name, headers and body", async () => {
  for (const event of listWebhooks(contract)) {
    const page = await open(eventPath(event.path));
    for (const part of [event.path, ...event.parameters.map(({ name }) => name)]) page.holds(part);
    for (const { schema } of event.requestBody?.content ?? []) {
      for (const name of propertiesOf(contract, schema).keys()) page.holds(name);
    }
  }
});

test("the page of each schema has every property, with an anchor, and every known value", async () => {
  for (const name of schemaNames(contract)) {
    const page = await open(schemaPath(name));
    const schema = schemaNamed(contract, name);
    for (const [property, { description }] of propertiesOf(contract, schema)) {
      const heading = page.main.querySelector(`[id="${propertyAnchor(property)}"]`);
      assert.equal(heading?.textContent, property, `${name}.${property}`);
      page.holds(words(description));
    }
    if (propertiesOf(contract, schema).size > 0) continue;
    const machine = schema["x-state-machine"] ? [...stateMachine(contract).keys()] : undefined;
    // `None` is the service's word for an absent status, which no state has.
    const states = [...stateMachine(contract)].flatMap(([, { substatuses }]) => substatuses);
    const known = knownValues(contract, schema);
    const isSubstatus = states.every((value) => known.includes(value));
    for (const value of machine ?? (isSubstatus ? states : known)) page.holds(value);
    if (isOpenEnum(contract, schema)) page.holds("expect others");
  }
});

test("each schema is in one group, which the sidebar has", async () => {
  const grouped = [...groupSchemas(contract).values()].flat();
  assert.deepEqual(grouped.toSorted(), schemaNames(contract).toSorted());
  const groups = groupSchemas(contract);
  assert.ok(groups.get("2018 preview")?.every((name) => name.startsWith("Preview")));
  assert.ok(groups.get("Events")?.includes("ReferralEvent"));
});

test("every page of operations, events and schemas has a title and a description of its own", async () => {
  const seen = new Set<string>();
  for (const path of pages.filter((each) => each.startsWith("reference/"))) {
    const html = await readFile(`${dist}${path}index.html`, "utf8");
    const [, title = ""] = /<title>([^<]*)<\/title>/.exec(html) ?? [];
    const [, description = ""] = /<meta name="description" content="([^"]*)"/.exec(html) ?? [];
    assert.ok(title && description, path);
    assert.ok(!seen.has(title), `${path}: ${title}`);
    seen.add(title);
  }
});

test("no page uses an id twice", async () => {
  for (const path of pages) {
    const html = await readFile(`${dist}${path}index.html`, "utf8");
    const ids = [...html.matchAll(/<[a-z][^<>]*\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.ok(ids.length > 0);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
      path,
    );
  }
});

test("the contract itself is there for download", async () => {
  const files = [
    "openapi.yaml",
    "openapi.json",
    "openapi-3.0.json",
    "swagger-2.0.json",
    "swagger-2.0.report.md",
    "event-registration.yaml",
    "event-registration.json",
    "event-registration.openapi-3.0.json",
  ];
  for (const file of files) {
    const source = fileURLToPath(import.meta.resolve(`@partner-referrals/spec/${file}`));
    assert.equal(await readFile(`${dist}${file}`, "utf8"), await readFile(source, "utf8"), file);
  }
});
