import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, describe, test } from "node:test";
import { parse } from "yaml";
import { newSchema } from "../../scaffold/schema.ts";

const repositoryRoot = join(import.meta.dirname, "../../..");
const commands = join(repositoryRoot, "spec/node_modules/.bin");

const copies: string[] = [];
after(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

/** The contract and its rules, in a folder of their own. */
function copyOfContract(): string {
  const root = mkdtempSync(join(tmpdir(), "partner-referrals-new-"));
  copies.push(root);
  const left = new Set(["node_modules", "dist", "generated", ".turbo"]);
  const spec = join(repositoryRoot, "spec");
  for (const name of readdirSync(spec).filter((entry) => !left.has(entry))) {
    cpSync(join(spec, name), join(root, "spec", name), { recursive: true });
  }
  for (const file of ["redocly.yaml", ".spectral.yaml"]) cpSync(join(repositoryRoot, file), join(root, file));
  symlinkSync(join(spec, "node_modules"), join(root, "spec/node_modules"));
  return root;
}

describe("pnpm new schema", () => {
  const root = copyOfContract();

  test("creates a file that can be filled in", () => {
    const { created } = newSchema(root, "Note");
    assert.deepEqual(created, ["spec/schemas/Note.yaml"]);
    assert.equal(
      read(root, "spec/schemas/Note.yaml"),
      'type: object\ndescription: ""\nx-evidence:\n  documented: []\nproperties: {}\n',
    );
  });

  test("creates an enumeration, open or closed, with its values to be described", () => {
    const [open = ""] = newSchema(root, "Color", { values: ["Red", "Blue"] }).created;
    assert.deepEqual(parse(read(root, open)), {
      type: "string",
      description: "",
      "x-evidence": { documented: [] },
      "x-extensible-enum": ["Red", "Blue"],
      "x-enumDescriptions": { Red: "", Blue: "" },
    });
    const [closed = ""] = newSchema(root, "Side", { values: ["Left", "Right"], isClosed: true }).created;
    assert.deepEqual(parse(read(root, closed)).enum, ["Left", "Right"]);
    assert.throws(() => newSchema(root, "Twice", { values: ["A", "A"] }), /The value A is given twice/);
  });

  test("puts schemas of the preview beside the others", () => {
    assert.deepEqual(newSchema(root, "PreviewNote").created, ["spec/schemas/preview/PreviewNote.yaml"]);
  });

  for (const [name, reason] of [
    ["Referral", /taken by spec\/schemas\/Referral\.yaml/],
    ["REFERRAL", /taken by spec\/schemas\/Referral\.yaml/],
    ["PreviewLink", /taken by spec\/schemas\/preview\/PreviewLink\.yaml/],
    ["note", /not PascalCase/],
    ["../Note", /not PascalCase/],
  ] as const) {
    test(`rejects ${name}`, () => assert.throws(() => newSchema(root, name), reason));
  }
});

describe("lint", () => {
  const root = copyOfContract();
  const [file = ""] = newSchema(root, "Note").created;
  const page = join(root, "spec/schemas/ReferralPage.yaml");
  writeFileSync(
    page,
    readFileSync(page, "utf8").replace(
      "properties:\n",
      "properties:\n  note:\n    $ref: Note.yaml\n    x-evidence: { documented: [P19] }\n",
    ),
  );

  test("says what is left to fill in, and nothing else", () => {
    const redocly = lint(
      root,
      "redocly",
      "lint",
      "contract",
      "--config",
      "../redocly.yaml",
      "--format",
      "json",
    );
    const { problems }: { problems: { ruleId: string; location: { source: { ref: string } }[] }[] } =
      JSON.parse(redocly);
    assert.deepEqual(
      new Set(problems.map(({ location }) => join("spec", location[0]?.source.ref ?? ""))),
      new Set([file]),
    );
    assert.deepEqual([...new Set(problems.map(({ ruleId }) => ruleId))].sort(), ["house/evidence"]);
  });

  test("has no issue when all is filled in", () => {
    const filled = read(root, file).replace('""', "Words.").replace("documented: []", "documented: [P19]");
    writeFileSync(join(root, file), filled);
    lint(root, process.execPath, "build/build.ts");
    const redocly = ["lint", "--config", "../redocly.yaml"];
    assert.equal(lint(root, "redocly", ...redocly, "--format", "github-actions").trim(), "");
    const spectral = [
      "lint",
      "dist/openapi.yaml",
      "--ruleset",
      "../.spectral.yaml",
      "--format",
      "json",
      "--quiet",
    ];
    assert.deepEqual(JSON.parse(lint(root, "spectral", ...spectral)), []);
  });
});

describe("the command line", () => {
  for (const wrong of [
    [],
    ["thing", "Note"],
    ["schema"],
    ["schema", "A", "B"],
    ["--flag"],
    ["schema", "A", "--closed"],
    ["schema", "A", "--enum", "B,"],
  ]) {
    test(`is explained after: new ${wrong.join(" ")}`, () => {
      const { status, stderr } = run(wrong);
      assert.equal(status, 2);
      assert.match(stderr, /Usage:/);
    });
  }

  test("fails with the reason when a name is rejected", () => {
    const { status, stderr } = run(["schema", "Referral"]);
    assert.equal(status, 1);
    assert.equal(stderr, "The name is taken by spec/schemas/Referral.yaml.\n");
  });
});

function run(options: string[]) {
  return spawnSync(process.execPath, [join(repositoryRoot, "spec/scaffold/new.ts"), ...options], {
    encoding: "utf8",
  });
}

/** What a linter of the spec package prints about the copy. */
function lint(root: string, command: string, ...options: string[]): string {
  const { stdout, stderr, status } = spawnSync(command, options, {
    cwd: join(root, "spec"),
    encoding: "utf8",
    env: { ...process.env, PATH: `${commands}${delimiter}${process.env.PATH}`, REDOCLY_TELEMETRY: "off" },
  });
  assert.ok(status === 0 || status === 1, stderr);
  return stdout;
}

function read(root: string, file: string): string {
  return readFileSync(join(root, file), "utf8");
}
