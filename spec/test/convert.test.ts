import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import SwaggerParser from "@apidevtools/swagger-parser";
import { parse } from "yaml";
import { ConversionError, convertFile } from "../build/convert/convert-file.ts";
import type { ConversionReport } from "../build/convert/report.ts";
import { entriesOf, getByPointer, getIn, isObject, listOperations } from "../model/index.ts";

const dist = join(import.meta.dirname, "../dist");

function readJson(file: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(join(dist, file), "utf8"));
  if (isObject(value)) return value;
  throw new Error(`${file} is not an object.`);
}

function readReport(format: string): ConversionReport {
  // A cast, because a type says what the build writes.
  return readJson(`${format}.report.json`) as unknown as ConversionReport;
}

/** The documents of the contract, with the prefix of their files in older formats. */
const documents = [
  ["openapi.json", ""],
  ["event-registration.json", "event-registration."],
] as const;

describe("The contract in older formats", () => {
  for (const [source, prefix] of documents) {
    const operationIds = listOperations(readJson(source)).map(({ id }) => id);

    for (const file of [`${prefix}openapi-3.0.json`, `${prefix}swagger-2.0.json`]) {
      test(`${file} is valid`, async () => {
        await SwaggerParser.validate(join(dist, file));
      });
    }

    test(`3.0 has every operation of ${source}`, () => {
      deepEqual(
        listOperations(readJson(`${prefix}openapi-3.0.json`)).map(({ id }) => id),
        operationIds,
      );
    });

    test(`2.0 has every operation of ${source}`, () => {
      const ids = entriesOf(readJson(`${prefix}swagger-2.0.json`).paths)
        .flatMap(([, item]) => entriesOf(item))
        .map(([, operation]) => getIn(operation, "operationId"))
        .filter((id) => id !== undefined);
      deepEqual(ids.sort(), operationIds.toSorted());
    });
  }

  test("YAML and JSON of 3.0 say the same", () => {
    deepEqual(parse(readFileSync(join(dist, "openapi-3.0.yaml"), "utf8")), readJson("openapi-3.0.json"));
  });

  for (const [format, source] of [
    ["openapi-3.0", "openapi.json"],
    ["swagger-2.0", "openapi-3.0.json"],
  ] as const) {
    test(`every loss that ${format} reports stands in ${source}`, () => {
      const document = readJson(source);
      const report = readReport(format);
      equal(report.source, source);
      deepEqual(
        report.losses.filter(({ pointer }) => getByPointer(document, pointer) === undefined),
        [],
      );
      const page = readFileSync(join(dist, `${format}.report.md`), "utf8");
      for (const { name, reason } of report.rules)
        equal(page.includes(`\`${name}\` | ${reason}`), true, name);
    });
  }
});

describe("The command that converts", () => {
  const folder = mkdtempSync(join(tmpdir(), "partner-referrals-"));
  after(() => rmSync(folder, { recursive: true }));

  function run(...args: string[]): { status: number | null; output: string; errors: string } {
    const cli = join(import.meta.dirname, "../build/convert/cli.ts");
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
    return { status, output: stdout, errors: stderr };
  }

  function write(name: string, content: string): string {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  }

  test("writes both formats of any document, and names the files", () => {
    const file = write("mine.yaml", "openapi: 3.1.0\ninfo: { title: Mine, version: 1.0.0 }\npaths: {}\n");
    const { status, output } = run(file, join(folder, "out"));
    equal(status, 0);
    deepEqual(readdirSync(join(folder, "out")).sort(), [
      "mine.openapi-3.0.json",
      "mine.openapi-3.0.report.json",
      "mine.openapi-3.0.report.md",
      "mine.openapi-3.0.yaml",
      "mine.swagger-2.0.json",
      "mine.swagger-2.0.report.json",
      "mine.swagger-2.0.report.md",
    ]);
    equal(output.trim().split("\n").length, 7);
  });

  test("names the file and the pointer that it cannot convert", () => {
    const schemas = { Tree: { type: "object", $dynamicAnchor: "node" } };
    const file = write("tree.json", JSON.stringify({ openapi: "3.1.0", info: {}, components: { schemas } }));
    const { status, errors } = run(file, join(folder, "none"));
    equal(status, 1);
    equal(
      errors.trim(),
      `${file}: /components/schemas/Tree/$dynamicAnchor: OpenAPI 3.0 has no $dynamicAnchor.`,
    );
    equal(readdirSync(folder).includes("none"), false);
  });

  /** What the command says of a file that it rejects. */
  function rejection(file: string): string {
    try {
      convertFile(file, join(folder, "none"));
    } catch (error) {
      if (error instanceof ConversionError) return error.message;
      throw error;
    }
    return "";
  }

  for (const [name, content] of [
    ["broken.json", "{"],
    ["text.yaml", "just text"],
    ["list.json", "[]"],
    ["other.json", '{"swagger":"2.0"}'],
  ] as const) {
    test(`rejects ${name}`, () => {
      const file = write(name, content);
      equal(rejection(file).startsWith(`${file}: `), true, rejection(file));
    });
  }

  for (const [what, document, pointer] of [
    ["paths that are a list", { paths: [] }, "/paths"],
    ["an operation that is null", { paths: { "/a": { get: null } } }, "/paths/~1a/get"],
    ["a schema that is a number", { components: { schemas: { A: 5 } } }, "/components/schemas/A"],
    [
      "a parameter that is a text",
      { paths: { "/a": { get: { parameters: ["id"] } } } },
      "/paths/~1a/get/parameters/0",
    ],
    [
      "a reference that leads nowhere",
      { components: { schemas: { A: { properties: { b: { $ref: "#/components/schemas/B" } } } } } },
      "/components/schemas/A/properties/b/$ref",
    ],
  ] as const) {
    test(`names the file and the pointer of ${what}`, () => {
      const content = JSON.stringify({ openapi: "3.1.0", info: {}, ...document });
      const file = write("malformed.json", content);
      equal(rejection(file).startsWith(`${file}: ${pointer}: `), true, rejection(file));
    });
  }

  test("rejects a file that does not exist, and a wrong command line", () => {
    match(rejection("nothing.json"), /^nothing\.json: /);
    equal(run("nothing.json").status, 2);
  });
});
