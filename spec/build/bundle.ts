import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Document } from "./document.ts";
import { inlineExamples } from "./inline-examples.ts";

const specFolder = join(import.meta.dirname, "..");

/**
 * All files of the contract in one document: references lead to its own components, and examples stand in it.
 *
 * @param folder a copy of `spec/`; by default the one of this package
 * @throws Error with what Redocly says when a file cannot be read or a reference leads nowhere.
 */
export function bundleSources(folder: string = specFolder): Document {
  const temporary = mkdtempSync(join(tmpdir(), "partner-referrals-"));
  const output = join(temporary, "openapi.json");
  try {
    const { status, stderr } = spawnSync(
      join(specFolder, "node_modules/.bin/redocly"),
      // The root file itself, as its name in redocly.yaml brings rules for linting that bundling has no use for.
      ["bundle", join(folder, "openapi.yaml"), "--output", output],
      { cwd: temporary, env: { ...process.env, REDOCLY_TELEMETRY: "off" }, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
    const document: Document = JSON.parse(readFileSync(output, "utf8"));
    inlineExamples(document, join(folder, "examples"));
    return document;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
