import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startProxy } from "@partner-referrals/mock";
import { deal, start } from "./support/sandbox.ts";

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

describe("The Arazzo workflows", () => {
  for (const through of ["directly", "through Prism's validation proxy"]) {
    test(`run ${through} without one violation`, async () => {
      const { url, control } = await start({ seed });
      const proxy =
        through === "directly" ? undefined : await startProxy({ upstream: url, port: 0, errors: true });
      const report = join(output, `${through.length}.json`);
      const { code, log } = await respect(proxy?.url ?? url, report);
      await proxy?.close();
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
    });
  }
});
