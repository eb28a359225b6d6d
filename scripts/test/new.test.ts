import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { newOperation } from "../new/operation.ts";
import { newSchema } from "../new/schema.ts";
import { childEnvironment, repositoryRoot } from "../repository/environment.ts";

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

const notes = "/v1.0/engagements/referrals/{referralId}/notes/{noteId}";
const addNote = { operationId: "addNote", method: "post", path: notes, request: "Note", response: "Note" };

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
    test(`refuses ${name}`, () => assert.throws(() => newSchema(root, name), reason));
  }
});

describe("pnpm new operation", () => {
  const root = copyOfContract();
  newSchema(root, "Note");

  test("creates the path, its new parameters and an example of each body", () => {
    const { created, changed } = newOperation(root, addNote);
    assert.deepEqual(created, [
      "spec/paths/v1.0_engagements_referrals_{referralId}_notes_{noteId}.yaml",
      "spec/parameters/NoteId.yaml",
      "spec/examples/addNote.example-request.json",
      "spec/examples/addNote.example-response.json",
    ]);
    assert.deepEqual(changed, ["spec/openapi.yaml"]);
    assert.match(
      read(root, "spec/openapi.yaml"),
      /\n {2}\S+\/notes\/\{noteId\}:\n {4}\$ref: paths\/v1\.0_\S+\n/,
    );
  });

  test("adds to the file of a path that exists, in the order of such files", () => {
    const path = notes.replace("/{noteId}", "");
    newOperation(root, { operationId: "clearNotes", method: "delete", path });
    const { created, changed } = newOperation(root, {
      operationId: "listNotes",
      method: "get",
      path,
      response: "Note",
    });
    const file = "spec/paths/v1.0_engagements_referrals_{referralId}_notes.yaml";
    assert.deepEqual([created, changed], [["spec/examples/listNotes.example-response.json"], [file]]);
    assert.match(
      read(root, file),
      /^get:\n {2}operationId: listNotes\n[\s\S]*^delete:\n {2}operationId: clearNotes\n/m,
    );
  });

  for (const [what, change, reason] of [
    ["a name that is taken", { operationId: "getReferral" }, /taken by get in spec\/paths\//],
    ["a name in another case", { operationId: "AddNote" }, /not camelCase/],
    ["a method that the path has", { operationId: "sendNote" }, /has a post already: addNote/],
    ["a method that there is not", { operationId: "sendNote", method: "send" }, /send is none of get, put/],
    ["a path with a slash at the end", { operationId: "sendNote", path: "/v1.0/notes/" }, /is not a path/],
    ["a path that leads elsewhere", { operationId: "sendNote", path: "/../notes" }, /is not a path/],
    [
      "a schema that there is not",
      { operationId: "sendNote", method: "put", request: "Memo" },
      /no schema Memo/,
    ],
  ] as const) {
    test(`refuses ${what}, and writes nothing`, () => {
      const before = read(root, "spec/openapi.yaml");
      assert.throws(() => newOperation(root, { ...addNote, ...change }), reason);
      assert.equal(read(root, "spec/openapi.yaml"), before);
    });
  }
});

describe("lint", () => {
  const root = copyOfContract();
  newSchema(root, "Note");
  const { created } = newOperation(root, addNote);
  const files = ["spec/schemas/Note.yaml", ...created.filter((file) => file.endsWith(".yaml"))];

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
      new Set(files),
    );
    assert.deepEqual([...new Set(problems.map(({ ruleId }) => ruleId))].sort(), [
      "house/evidence",
      "operation-description",
      "operation-summary",
      "parameter-description",
    ]);
  });

  test("is content when all is filled in", () => {
    for (const file of files) {
      const filled = read(root, file)
        .replaceAll(/: ""$/gm, ": Words.")
        .replaceAll("documented: []", "documented: [P19]")
        .replace("tags: []", "tags: [Referrals]");
      writeFileSync(join(root, file), filled);
    }
    lint(root, process.execPath, "build/build.ts");
    const redocly = ["lint", "contract", "bundle", "unconditional", "--config", "../redocly.yaml"];
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
    ["operation", "a"],
    ["--flag"],
  ]) {
    test(`is explained after: new ${wrong.join(" ")}`, () => {
      const { status, stderr } = run(wrong);
      assert.equal(status, 2);
      assert.match(stderr, /Usage:/);
    });
  }

  test("fails with the reason when a name is refused", () => {
    const { status, stderr } = run(["schema", "Referral"]);
    assert.equal(status, 1);
    assert.equal(stderr, "The name is taken by spec/schemas/Referral.yaml.\n");
  });
});

function run(options: string[]) {
  return spawnSync(process.execPath, [join(repositoryRoot, "scripts/new.ts"), ...options], {
    encoding: "utf8",
  });
}

/** What a linter of the spec package prints about the copy. */
function lint(root: string, command: string, ...options: string[]): string {
  const { stdout, stderr, status } = spawnSync(command, options, {
    cwd: join(root, "spec"),
    encoding: "utf8",
    env: {
      ...childEnvironment(),
      PATH: `${join(root, "spec/node_modules/.bin")}:${childEnvironment().PATH}`,
    },
  });
  assert.ok(status === 0 || status === 1, stderr);
  return stdout;
}

function read(root: string, file: string): string {
  return readFileSync(join(root, file), "utf8");
}
