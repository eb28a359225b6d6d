import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import Ajv from "ajv";
import { parse } from "yaml";
import { editorFiles } from "../build/editor/schemas.ts";

const repository = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(repository, file), "utf8");

// The package is CommonJS; its default export is the namespace's default.
const ajv = new Ajv.default({ strict: true, strictTypes: false, strictRequired: false });
const validators = new Map(
  Object.keys(editorFiles).map((kind) => [
    kind,
    ajv.compile(JSON.parse(read(`spec/generated/editor/${kind}.json`))),
  ]),
);

/** Whether an editor would mark `content` in a file of that kind. */
function isMarked(kind: keyof typeof editorFiles, content: unknown): boolean {
  return !validators.get(kind)?.(content);
}

test("the settings give each kind of file its schema", () => {
  // Comments are allowed in this file, and YAML allows all that JSON does.
  const settings = parse(read(".vscode/settings.json").replaceAll(/^\s*\/\/.*$/gm, ""));
  const expected = Object.entries(editorFiles).map(([kind, globs]) => [
    `./spec/generated/editor/${kind}.json`,
    globs,
  ]);
  assert.deepEqual(settings["yaml.schemas"], Object.fromEntries(expected));
});

for (const [kind, globs] of Object.entries(editorFiles)) {
  test(`no file of the contract is marked as a wrong ${kind}`, () => {
    const files = globSync([...globs], { cwd: repository });
    assert.notEqual(files.length, 0);
    for (const file of files) {
      const validate = validators.get(kind);
      assert.ok(validate?.(parse(read(file))), `${file}: ${JSON.stringify(validate?.errors)}`);
    }
  });
}

describe("the snippet", () => {
  const snippets: Record<string, { body: string[] }> = JSON.parse(read(".vscode/contract.code-snippets"));
  const kinds: Record<string, keyof typeof editorFiles> = { "New operation": "path" };
  for (const [name, { body }] of Object.entries(snippets)) {
    test(`${name} is right in the file that it is for`, () => {
      const text = body
        .join("\n")
        .replaceAll(/\$\{\d+\|(\w+)[^}]*\}/g, "$1")
        .replaceAll(/\$\{\d+:([^}]*)\}/g, "$1")
        .replaceAll("$0", "")
        .replaceAll("\\$", "$");
      assert.doesNotMatch(text, /\$(?!ref:)/);
      assert.ok(!isMarked(kinds[name] ?? "schema", parse(text)), text);
    });
  }
});

describe("an editor marks", () => {
  const marked: [string, keyof typeof editorFiles, unknown][] = [
    ["an unknown source", "schema", { "x-evidence": { documented: ["P18"] } }],
    ["an unknown confidence", "schema", { "x-evidence": { rumoured: ["P19"] } }],
    ["a conclusion without a reason", "header", { "x-evidence": { inferred: { from: ["P19"] } } }],
    ["an unknown type", "schema", { properties: { id: { type: "text" } } }],
    ["a parameter without a place", "parameter", { name: "id", schema: {} }],
    ["an operation without an id", "path", { get: { responses: {} } }],
    ["a rule without a reason", "rule", { rules: {}, "x-breaking": [{}] }],
  ];
  for (const [what, kind, content] of marked) {
    test(what, () => assert.ok(isMarked(kind, content)));
  }
});
