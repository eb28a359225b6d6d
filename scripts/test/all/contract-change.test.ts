/**
 * A change of the contract costs what it is: its files, one source and one changeset. This makes such a change in a copy and
 * runs what it touches. Nothing else is edited.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, cpSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";
import { reportChanges } from "../../release/changes-report.ts";
import { baselineFile, bundleFile, checkContract } from "../../release/contract-check.ts";
import { createLinkedCopy, type LinkedCopy } from "../support/linked-copy.ts";

const run = promisify(execFile);

/** The substatus and the property of the change. No file outside of it may name them. */
const substatus = "OnHold";
const property = "priority";

/** What a person edits. Each edit replaces the first text by the second, once. */
const edits: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  "spec/schemas/ReferralStatus.yaml": [
    [/substatuses: \[Accepted\]/, `substatuses: [Accepted, ${substatus}]`],
  ],
  "spec/schemas/ReferralSubstatus.yaml": [
    [/^(enum: .*Accepted)/m, `$1, ${substatus}`],
    [/^(x-enum-varnames: .*Accepted)/m, `$1, ${substatus}`],
    [/^( {2}Won: )/m, `  ${substatus}: The customer asked to wait.\n$1`],
    [/^( {2}documented:\n)/m, "$1    - LATER\n"],
  ],
  "spec/schemas/ReferralWritableProperties.yaml": [
    [
      /^properties:\n/m,
      `properties:\n  ${property}:\n    type: [string, "null"]\n    description: How urgent the deal is to you.\n    x-evidence: { documented: [LATER] }\n`,
    ],
  ],
  "spec/EVIDENCE.md": [
    [
      /^(\| `resources-2018`)/m,
      "| `LATER` | [Resource page](https://learn.microsoft.com/later) | 2026-12-01 |\n$1",
    ],
  ],
};

const source = `title: Referral resources
kind: page
address: https://learn.microsoft.com/later
date: 2026-12-01
lastChecked: 2026-12-01
names: .NET

resources:
  Referral:
    properties:
      Priority: string

enumerations:
  ReferralSubstatus:
    values: [None, Pending, Received, Accepted, ${substatus}, Won, Lost, Declined, Expired]

transitions:
  Active:
    to: [Active, Closed]
    substatuses: [Accepted, ${substatus}]
`;

describe("a new substatus and a new optional property", { timeout: 600_000 }, () => {
  let copy: LinkedCopy;
  const path = (file: string) => join(copy.root, file);
  const inFolder = async (folder: string, ...args: readonly string[]) => {
    // Otherwise Node takes a test run within a test for a mistake, and skips it.
    const { NODE_TEST_CONTEXT, ...env } = childEnvironment(copy.root);
    try {
      await run("pnpm", ["--config.verify-deps-before-run=false", ...args], {
        cwd: path(folder),
        env,
        maxBuffer: 1e8,
      });
    } catch (error) {
      // What tools print on standard output is the reason.
      throw new Error(`${folder}: ${args.join(" ")}\n${Object(error).stdout}${Object(error).stderr}`);
    }
  };

  before(() => {
    copy = createLinkedCopy([
      "{package.json,pnpm-workspace.yaml,turbo.json,tsconfig.base.json,redocly.yaml,.spectral.yaml}",
      ".changeset",
      "{scripts,spec}",
      "packages/{types,client,server,mock,sandbox,verify,docs,conformance,support}",
    ]);
    // These are not made from the contract, so they need not be built again.
    for (const name of ["server", "mock", "sandbox", "verify"]) {
      const dist = `packages/${name}/dist`;
      cpSync(join(repositoryRoot, dist), path(dist), { recursive: true });
    }
    // What waits for the next version is no part of this.
    copyFileSync(join(repositoryRoot, bundleFile), path(baselineFile));
    for (const [file, replacements] of Object.entries(edits)) {
      const before = readFileSync(path(file), "utf8");
      const after = replacements.reduce((text, [from, to]) => {
        assert.match(text, from, file);
        return text.replace(from, to);
      }, before);
      writeFileSync(path(file), after);
    }
    writeFileSync(path("spec/sources/LATER.yaml"), source);
  });
  after(() => copy?.remove());

  test("builds the bundle, the types and the client", async () => {
    for (const folder of ["spec", "packages/types", "packages/client"])
      await inFolder(folder, "run", "build");
    await inFolder("packages/types", "run", "test");
  });

  test("is clean for lint, which accounts for the sources", () => inFolder("spec", "run", "lint"));

  test("reaches tables and reference of the docs", async () => {
    await inFolder("packages/docs", "exec", "node", "build/generate.ts");
    const pages = globSync("packages/docs/.build/public/reference/**/*.md", { cwd: copy.root });
    const naming = (word: string) => pages.filter((file) => readFileSync(path(file), "utf8").includes(word));
    assert.notDeepEqual(naming(substatus), []);
    assert.notDeepEqual(naming(property), []);
  });

  test("passes the checks of other packages that depend on the facts", async () => {
    await inFolder(
      "spec",
      "exec",
      "node",
      "--test",
      "test/build.test.ts",
      "test/schemas.test.ts",
      "test/sources-accounting.test.ts",
    );
    await inFolder("packages/sandbox", "exec", "node", "--test", "test/model.test.ts");
    await inFolder(
      "packages/conformance",
      "exec",
      "node",
      "--test",
      "test/checks.test.ts",
      "test/examples.test.ts",
    );
  });

  test("is minor, but for the value of a closed enumeration, and the changeset that is written says so", async () => {
    const { changes } = await checkContract(copy.root);
    const others = changes.filter(({ pointer }) => !/ReferralSubstatus|ReferralStatus/.test(pointer));
    assert.ok(others.some(({ message }) => message.includes(property)));
    assert.deepEqual(
      others.filter(({ impact }) => impact === "major").map(({ message }) => message),
      [],
    );
    assert.equal((await reportChanges(copy.root, { write: true })).ok, true);
    assert.equal((await reportChanges(copy.root)).ok, true);
  });
});
