import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";

/** Runs a command of a package that needs this Node. */
async function runOn(context: TestContext, node: string): Promise<{ code: number | null; stderr: string }> {
  const folder = await mkdtemp(join(tmpdir(), "node-version-"));
  context.after(() => rm(folder, { recursive: true }));
  const manifest = join(folder, "package.json");
  await writeFile(manifest, JSON.stringify({ name: "example", engines: { node } }));
  const script = `
    import { requireNode } from ${JSON.stringify(import.meta.resolve("@partner-referrals/server/node-version"))};
    requireNode(new URL(${JSON.stringify(pathToFileURL(manifest).href)}));
  `;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  return { code: status, stderr };
}

test("an older Node is told in one line what it takes", async (context) => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  for (const [node, required] of [
    [`>=${major + 1}`, `${major + 1}`],
    [`>=${major}.${minor + 1}`, `${major}.${minor + 1}`],
  ] as const) {
    assert.deepEqual(await runOn(context, node), {
      code: 1,
      stderr: `example needs Node ${required} or newer. This is Node ${process.versions.node}.\n`,
    });
  }
});

test("a Node that will do is not mentioned", async (context) => {
  assert.deepEqual(await runOn(context, `>=${process.versions.node.split(".", 2).join(".")}`), {
    code: 0,
    stderr: "",
  });
});
