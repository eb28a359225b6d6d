import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { lintWorkflow } from "@partner-referrals/checks/actionlint";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { workflowIssues } from "../workflows/rules.ts";

const files = globSync(".github/workflows/*.yml", { cwd: repositoryRoot });

for (const file of files) {
  test(`${file} passes actionlint and our rules`, async () => {
    const text = readFileSync(join(repositoryRoot, file), "utf8");
    assert.deepEqual(await lintWorkflow(text), []);
    assert.deepEqual(workflowIssues(text, repositoryRoot), []);
  });
}

const commitSha = "3d3c42e5aac5ba805825da76410c181273ba90b1";

/** A workflow that is right but for what a test breaks. */
const workflow = `name: Test
on: push
permissions: {}
concurrency: test
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@${commitSha} # v7.0.1
        with:
          persist-credentials: false
      - run: .ci/run
`;

describe("a workflow", () => {
  test("of which there are some is right as it stands", async () => {
    assert.ok(files.length > 0);
    assert.deepEqual(await lintWorkflow(workflow), []);
    assert.deepEqual(workflowIssues(workflow, repositoryRoot), []);
  });

  test("with an unknown expression is found by actionlint", async () => {
    const broken = workflow.replace("name: Test", "name: Test\nenv: { SHA: '$" + "{{ githb.sha }}' }");
    assert.match((await lintWorkflow(broken)).join(), /undefined variable "githb"/);
  });

  const breaks: [name: string, from: string, to: string, issue: RegExp][] = [
    [
      "with an action by its tag",
      `@${commitSha} # v7.0.1`,
      "@v7",
      /test: Not pinned to a commit: actions\/checkout@v7/,
    ],
    ["with a commit of no version", " # v7.0.1", "", /No commit with its version in a comment/],
    [
      "with rights for all jobs",
      "permissions: {}",
      "permissions: read-all",
      /does not begin with `permissions: \{\}`/,
    ],
    ["without rights of a job", "    permissions:\n      contents: read\n", "", /which permissions it needs/],
    ["that keeps the token", "persist-credentials: false", "fetch-depth: 0", /leaves its token behind/],
    ["without a limit", "    timeout-minutes: 5\n", "", /no time limit/],
    ["that runs beside itself", "concurrency: test\n", "", /no concurrency group/],
    ["on a moving system", "ubuntu-24.04", "ubuntu-latest", /changes by itself/],
    ["that strangers start", "on: push", "on: pull_request_target", /code of strangers/],
    ["with a secret", ".ci/run", ".ci/run\n        env: { TOKEN: secrets.TOKEN }", /takes a secret/],
    ["that runs what is not here", ".ci/run", ".ci/missing", /Not a script of ours: \.ci\/missing/],
    ["that runs no script of pnpm", ".ci/run", "npx --yes pnpm@12 missing", /Not a script of ours/],
    ["that does more than call", ".ci/run", ".ci/run && curl example.com", /Not a script of ours/],
  ];
  for (const [name, from, to, issue] of breaks) {
    test(`${name} is rejected`, () => {
      assert.match(workflowIssues(workflow.replace(from, to), repositoryRoot).join("\n"), issue);
    });
  }
});
