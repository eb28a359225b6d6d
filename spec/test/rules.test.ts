import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { parse, parseDocument } from "yaml";
import { flawless, merge } from "./rules/flawless.ts";
import { type HouseRule, houseRules, spectralFiles } from "./rules/house-rules.ts";
import { lintWithRedocly, lintWithSpectral } from "./rules/lint.ts";

const repository = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(repository, file), "utf8");

const directory = mkdtempSync(join(tmpdir(), "partner-referrals-rules-"));
after(() => rmSync(directory, { recursive: true }));

const problems = {
  spectral: lintWithSpectral(directory, written("spectral"), spectralFiles),
  redocly: lintWithRedocly(directory, written("redocly")),
};

test("a document that follows the rules breaks none", () => {
  assert.deepEqual(problems.spectral.get("flawless"), []);
  assert.deepEqual(problems.redocly.get("flawless"), []);
});

for (const rule of houseRules) {
  describe(rule.name, () => {
    test("finds what it is there for", () => {
      assert.notEqual(rule.breaking.length, 0, `${rule.file} has no document that breaks the rule.`);
      rule.breaking.forEach((change, index) => {
        const found = problems[rule.linter].get(documentName(rule, index)) ?? [];
        assert.ok(found.includes(rule.name), `${JSON.stringify(change)} passes; found: ${found.join(", ")}`);
      });
    });

    test("says why it exists", () => {
      assert.ok(rule.reason?.trim(), `${rule.file} gives no reason.`);
    });

    test("names the upstream issue that it guards against, or says that there is none", () => {
      const blamesTool = /openapi-typescript|Prism|Redocly|Spectral/.test(rule.reason ?? "");
      assert.equal(rule.upstream !== undefined, blamesTool, `The reason is: ${rule.reason}`);
      if (rule.upstream) {
        assert.match(
          rule.upstream,
          /^(https:\/\/github\.com\/[\w-]+\/[\w-]+\/issues\/\d+$|No upstream issue known\. \S)/,
        );
      }
    });

    test("is in use", () => {
      if (rule.linter === "redocly") {
        assert.equal(parse(read("redocly.yaml")).apis.contract.rules[rule.name], "error");
      } else {
        assert.ok(parse(read(".spectral.yaml")).extends.includes(`spec/lint/rules/${rule.file}`));
      }
    });
  });
}

for (const file of ["redocly.yaml", ".spectral.yaml"]) {
  test(`${file} says why it switches rules off or loosens them`, () => {
    const lines = read(file).split("\n");
    const weakened = lines.filter(
      (line) => /: off( |$)|allow\w+: true/.test(line) && !/^telemetry/.test(line),
    );
    assert.notEqual(weakened.length, 0);
    for (const line of weakened) assert.ok(isExplained(lines, lines.indexOf(line)), line);
    assert.deepEqual(parseDocument(lines.join("\n")).errors, []);
  });
}

/** Whether a line, the key above it, or a group that it continues has a comment. */
function isExplained(lines: string[], index: number): boolean {
  if (lines[index]?.includes(" # ")) return true;
  for (let above = index - 1; above >= 0; above--) {
    const line = lines[above] ?? "";
    if (line.trim().startsWith("#")) return true;
    if (!/: off$|: error$|:$/.test(line)) return false;
  }
  return false;
}

/** Writes the documents for one linter, and returns their names. */
function written(linter: HouseRule["linter"]): string[] {
  const documents = new Map<string, object>([["flawless", flawless]]);
  for (const rule of houseRules) {
    if (rule.linter !== linter) continue;
    rule.breaking.forEach((change, index) => {
      documents.set(documentName(rule, index), merge(flawless, change));
    });
  }
  for (const [name, document] of documents) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(document));
  }
  return [...documents.keys()];
}

function documentName({ name }: HouseRule, index: number): string {
  return `${name.replace("/", "-")}.${index}`;
}
