import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { publishedPackages } from "@partner-referrals/support/packages";
import { reportChanges } from "../../release/changes-report.ts";
import { changesetText } from "../../release/changesets.ts";
import { baselineFile, bundleFile, checkContract } from "../../release/contract-check.ts";
import { setVersions } from "../../release/version.ts";
import { createLinkedCopy } from "../support/linked-copy.ts";

const run = promisify(execFile);

describe("a release", { timeout: 600_000 }, () => {
  let copy: ReturnType<typeof createLinkedCopy>;
  const path = (file: string) => join(copy.root, file);
  const bundle = () => run(process.execPath, ["build/build.ts"], { cwd: path("spec") });
  const hash = async (file: string) =>
    createHash("sha256")
      .update(await readFile(path(file)))
      .digest("hex");

  /** Puts the changesets that wait aside, so that those of a test are the only ones. */
  async function withChangeset(text: string, work: () => Promise<void>): Promise<void> {
    await writeFile(path(".changeset/of-a-test.md"), text);
    await work().finally(() => rm(path(".changeset/of-a-test.md"), { force: true }));
  }

  before(async () => {
    const manifests = "packages/*/{package.json,CHANGELOG.md}";
    copy = createLinkedCopy([
      "{package.json,pnpm-workspace.yaml,redocly.yaml}",
      ".changeset",
      "scripts",
      "spec",
      manifests,
    ]);
    for (const file of await readdir(path(".changeset"))) {
      if (file.endsWith(".md") && file !== "README.md") await rm(path(`.changeset/${file}`));
    }
    // What waits for the next version is no part of these tests.
    await bundle();
    await writeFile(path(baselineFile), await readFile(path(bundleFile)));
  });
  after(() => copy?.remove());

  test("needs no changeset while the contract is that of the last version", async () => {
    const { ok, text } = await reportChanges(copy.root);
    assert.ok(ok, text);
    assert.match(text, /The contract is that of \d+\.\d+\.\d+\./);
    assert.deepEqual(await setVersions(copy.root), []);
  });

  test("is rejected while a property is gone and no changeset says so", async () => {
    const file = path("spec/schemas/ReferralEvent.yaml");
    const source = await readFile(file, "utf8");
    const edited = source.replace(/^ {2}AuditUri:\n( {4}.*\n)+/m, "");
    assert.notEqual(edited, source);
    await writeFile(file, edited);
    await bundle();

    const { ok, text } = await reportChanges(copy.root);
    assert.equal(ok, false);
    assert.match(text, /major +Property `AuditUri` of `ReferralEvent` was removed\.\n +onReferralCreated, /);
    assert.match(text, /@partner-referrals\/spec +none/);
    assert.match(text, /@partner-referrals\/types +none/);
    assert.match(text, /npx --yes pnpm@12 changes --write/);
    await assert.rejects(setVersions(copy.root), /A changeset is missing/);
  });

  test("is rejected while a changeset is too small or says nothing of a package", async () => {
    const names = (await publishedPackages(copy.root)).map(({ name }) => name);
    await withChangeset(changesetText(names, "minor", "Less."), async () => {
      const { missing } = await checkContract(copy.root);
      assert.deepEqual(
        missing,
        names.map((name) => ({ name, pending: "minor" })),
      );
    });
    await withChangeset(changesetText(names.slice(1), "major", "Less."), async () => {
      const { missing } = await checkContract(copy.root);
      assert.deepEqual(missing, [{ name: names[0], pending: undefined }]);
    });
    await withChangeset('---\n"@partner-referrals/spec": huge\n---\n', async () => {
      await assert.rejects(
        checkContract(copy.root),
        /of-a-test\.md says "huge" for @partner-referrals\/spec/,
      );
    });
    await withChangeset("Just words.\n", async () => {
      await assert.rejects(checkContract(copy.root), /of-a-test\.md does not begin with packages/);
    });
  });

  test("has new versions, the list of changes in the changelog, and the next baseline", async () => {
    const written = await reportChanges(copy.root, { write: true });
    assert.match(written.text, /Wrote \.changeset\/contract-after-.*-major\.md/);
    assert.ok((await reportChanges(copy.root)).ok);

    const packages = await publishedPackages(copy.root);
    const versions = await setVersions(copy.root, "2026-04-17");
    assert.deepEqual(versions.map(({ name }) => name).sort(), packages.map(({ name }) => name).sort());
    const [major] = versions.map(({ to }) => to);
    assert.match(String(major), /^[1-9]\d*\.0\.0$/);

    const changelog = await readFile(path("spec/CHANGELOG.md"), "utf8");
    const [, newest = ""] = changelog.split(/^## /m);
    assert.match(newest, /^[\d.]+\n\n_2026-04-17_\n/);
    assert.match(
      newest,
      /### Major Changes\n\n- The contract changed\. Property `AuditUri` of `ReferralEvent`/,
    );
    assert.match(
      newest,
      /#### Breaking\n\n- Property `AuditUri` .* was removed\. \(onReferralCreated, .*\)\n/,
    );
    assert.equal(await hash(baselineFile), await hash(bundleFile));
    assert.equal(JSON.parse(await readFile(path(baselineFile), "utf8")).info.version, major);
    assert.ok((await reportChanges(copy.root)).ok);
  });

  test("is rejected when a version was set by hand", async () => {
    const manifest = await readFile(path("spec/package.json"), "utf8");
    await writeFile(path("spec/package.json"), manifest.replace(/"version": ".*"/, '"version": "77.0.0"'));
    await assert.rejects(checkContract(copy.root), /spec is 77\.0\.0, but spec\/baseline\/openapi\.json is/);
    await writeFile(path("spec/package.json"), manifest);
  });
});
