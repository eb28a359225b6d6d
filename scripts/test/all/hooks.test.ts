import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createLinkedCopy } from "../support/linked-copy.ts";

describe("the hooks", () => {
  let copy: ReturnType<typeof createLinkedCopy>;
  let root: string;
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  const hooks = (...args: string[]) =>
    spawnSync(process.execPath, ["scripts/hooks.ts", ...args], { cwd: root, encoding: "utf8" });

  /** Writes a file, stages it alone, and tries to commit it. */
  function commit(file: string, text: string) {
    git("reset", "--quiet");
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), text);
    git("add", file);
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    const result = spawnSync("git", [...identity, "commit", "--quiet", "-m", "Try"], {
      cwd: root,
      encoding: "utf8",
    });
    return { ok: result.status === 0, output: result.stdout + result.stderr };
  }

  before(() => {
    const own = [".githooks", ".github", ".gitignore", "biome.json", "package.json", "redocly.yaml"];
    copy = createLinkedCopy([...own, "scripts", "spec"]);
    root = copy.root;
    git("init", "--quiet");
  });
  after(() => copy?.remove());

  test("are off until somebody asks for them", () => {
    assert.equal(commit("bad.ts", "let x = 1").ok, true);
    assert.match(hooks().stdout, /git lints the staged files/);
    assert.equal(git("config", "--local", "core.hooksPath").trim(), ".githooks");
  });

  test("let good code pass, and say what is wrong with other", () => {
    assert.equal(commit("good.ts", "export const one = 1;\n").ok, true);
    const { ok, output } = commit("bad.ts", "export const one=1");
    assert.equal(ok, false);
    assert.match(output, /bad\.ts[\s\S]*Not committed/);
  });

  test("lint the contract when it is staged", () => {
    const { ok, output } = commit("spec/headers/Broken.yaml", "schema:\n  type: string\n");
    assert.equal(ok, true, output);
    const broken = commit("spec/openapi.yaml", "openapi: 3.1.1\ninfo:\n  title: Nothing\n");
    assert.equal(broken.ok, false);
    assert.match(broken.output, /spec\/openapi\.yaml[\s\S]*version/);
  });

  test("check workflows", () => {
    const { ok, output } = commit(".github/workflows/bad.yml", "on: push\njobs: { a: { steps: [] } }\n");
    assert.equal(ok, false);
    assert.match(output, /bad\.yml: It has no concurrency group/);
  });

  test("do not take the place of somebody's own", () => {
    assert.match(hooks("--off").stdout, /no longer/);
    assert.match(hooks("--off").stdout, /were not on/);
    git("config", "--local", "core.hooksPath", "elsewhere");
    const { status, stderr } = hooks();
    assert.equal(status, 1);
    assert.match(stderr, /git runs hooks from elsewhere here/);
    assert.equal(hooks("--nonsense").status, 2);
  });
});
