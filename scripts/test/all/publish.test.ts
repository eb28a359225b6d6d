import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";

/** Packages of a release, by name, with what they need. */
const packages = {
  "@partner-referrals/client": ["@partner-referrals/types", "openapi-fetch"],
  "@partner-referrals/sandbox": ["@partner-referrals/client", "@partner-referrals/types"],
  "@partner-referrals/types": [],
};

describe("publishing", () => {
  let folder: string;
  const log = () => join(folder, "log");
  const release = () => join(folder, "release");

  /** A command that writes down how it was called. `script` says what it prints. */
  function fake(name: string, script: string): void {
    const file = join(folder, "bin", name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> "${log()}"\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** Runs a script where no package is installed, as the workflow does. */
  function run(script: string, ...args: string[]) {
    const PATH = [join(folder, "bin"), process.env.PATH].join(delimiter);
    return spawnSync(process.execPath, [join(folder, "scripts", script), ...args], {
      encoding: "utf8",
      env: { ...process.env, PATH, GITHUB_SHA: "0123abc" },
    });
  }

  /** How `name` was called, without the path of the folder. */
  function calls(name: string): string[] {
    const lines = existsSync(log()) ? readFileSync(log(), "utf8").trim().split("\n") : [];
    return lines.filter((line) => line.startsWith(name)).map((line) => line.replaceAll(`${release()}/`, ""));
  }

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "partner-referrals-publish-"));
    mkdirSync(join(folder, "bin"));
    mkdirSync(release());
    const filter = (path: string) => !path.endsWith("/node_modules");
    cpSync(join(import.meta.dirname, "../.."), join(folder, "scripts"), { recursive: true, filter });
    for (const [name, needed] of Object.entries(packages)) {
      const content = join(folder, name, "package");
      mkdirSync(content, { recursive: true });
      const dependencies = Object.fromEntries(needed.map((dependency) => [dependency, "1.2.3"]));
      writeFileSync(join(content, "package.json"), JSON.stringify({ name, version: "1.2.3", dependencies }));
      const base = join(release(), `${name.slice(1).replace("/", "-")}-1.2.3`);
      execFileSync("tar", ["-czf", `${base}.tgz`, "-C", join(folder, name), "package"]);
      writeFileSync(`${base}.notes.md`, "Better.\n");
      writeFileSync(`${base}.cdx.json`, "{}\n");
    }
  });
  beforeEach(() => rmSync(log(), { force: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("publishes each package after those it needs, with provenance", () => {
    fake("npm", `[ "$1" = view ] && { echo "npm error code E404" >&2; exit 1; } || exit 0`);
    const { status, stderr } = run("release-publish.ts", release());
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      calls("npm publish"),
      ["types", "client", "sandbox"].map(
        (name) =>
          `npm publish partner-referrals-${name}-1.2.3.tgz --provenance --access=public --ignore-scripts`,
      ),
    );
  });

  test("skips what the registry has", () => {
    fake("npm", `[ "$1" = view ] && echo '"1.2.3"'`);
    const { status, stdout } = run("release-publish.ts", release());
    assert.equal(status, 0);
    assert.match(stdout, /types 1\.2\.3: is published already/);
    assert.deepEqual(calls("npm publish"), []);
  });

  test("publishes nothing while the registry does not respond, and nothing after a failure", () => {
    fake("npm", `echo "npm error code E500" >&2; exit 1`);
    const unknown = run("release-publish.ts", release());
    assert.equal(unknown.status, 1);
    assert.match(unknown.stderr, /does not say whether @partner-referrals\/types 1\.2\.3 is published/);
    assert.deepEqual(calls("npm publish"), []);

    fake("npm", `[ "$1" = view ] && echo "npm error code E404" >&2; exit 1`);
    const rejected = run("release-publish.ts", release());
    assert.equal(rejected.status, 1);
    assert.equal(calls("npm publish").length, 1);
  });

  test("publishes the first version without provenance, if told so", () => {
    fake("npm", `[ "$1" = view ] && { echo "npm error code E404" >&2; exit 1; } || exit 0`);
    const { status } = run("release-publish.ts", "--without-provenance", release());
    assert.equal(status, 0);
    assert.equal(
      calls("npm publish")[0],
      "npm publish partner-referrals-types-1.2.3.tgz --access=public --ignore-scripts",
    );
  });

  test("announces each package with its notes and files, once", () => {
    fake("gh", `[ "$2" = create ] || exit 1`);
    const { status, stderr } = run("release-announce.ts", release());
    assert.equal(status, 0, stderr);
    const types = "partner-referrals-types-1.2.3";
    assert.equal(
      calls("gh release create")[0],
      `gh release create @partner-referrals/types@1.2.3 ${types}.tgz ${types}.cdx.json ` +
        `--title @partner-referrals/types@1.2.3 --target 0123abc --notes-file ${types}.notes.md`,
    );
    fake("gh", "exit 0");
    assert.match(run("release-announce.ts", release()).stdout, /is announced already/);
  });

  for (const script of ["release-publish.ts", "release-announce.ts"]) {
    test(`${script} explains itself, and a wrong command line with exit code 2`, () => {
      const wrong = run(script, "--nonsense");
      assert.equal(wrong.status, 2);
      assert.match(wrong.stderr, /'--nonsense'[\s\S]*Usage: /);
      assert.equal(run(script).status, 2);
      const help = run(script, "--help");
      assert.equal(help.status, 0);
      assert.match(help.stdout, /^Usage: /);
    });
  }
});
