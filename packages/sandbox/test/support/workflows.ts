/** Runs the workflows of the contract against a sandbox. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { deal, start } from "./sandbox.ts";

const folder = fileURLToPath(
  new URL("workflows", import.meta.resolve("@partner-referrals/spec/package.json")),
);
const files = readdirSync(folder).filter((name) => name.endsWith(".arazzo.yaml"));
const manifest = createRequire(import.meta.url).resolve("@redocly/cli/package.json");
const redocly = join(manifest, "..", "bin", "cli.js");
const output = mkdtempSync(join(tmpdir(), "workflows-"));
after(() => rmSync(output, { recursive: true }));

/** A sandbox with what the workflows need: leads without a response, and more deals than fit on a page. */
const seed = {
  referrals: [
    ...Array.from({ length: 120 }, () => deal),
    ...Array.from(
      { length: 4 },
      () => ({ ...deal, direction: "Incoming", status: "New", substatus: "Pending" }) as const,
    ),
  ],
};

function respect(server: string, report: string): Promise<{ code: number | null; log: string }> {
  const args = [redocly, "respect", ...files, "-S", `referrals=${server}`, "-i", "token=any", "-J", report];
  const environment = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (log += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, log })));
}

/**
 * Asserts that every workflow runs, and that the sandbox finds no violation in any request or response.
 *
 * @param through says where requests go, given where the sandbox is
 */
export async function assertWorkflowsRun(through: (url: string) => Promise<string>): Promise<void> {
  const { url, control } = await start({ seed });
  const report = join(output, `${Math.random()}.json`);
  const { code, log } = await respect(await through(url), report);
  assert.equal(code, 0, log);
  const { files: ran, status } = JSON.parse(readFileSync(report, "utf8"));
  assert.equal(status, "success");
  assert.deepEqual(Object.keys(ran).toSorted(), files.toSorted());
  const journal = control.journal();
  const sent = Object.values<{ totalRequests: number }>(ran).reduce(
    (sum, file) => sum + file.totalRequests,
    0,
  );
  assert.equal(journal.length, sent);
  assert.deepEqual(
    journal.filter(({ isValid }) => !isValid),
    [],
  );
}
