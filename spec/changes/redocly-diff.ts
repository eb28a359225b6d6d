/** What `redocly diff` says about two documents. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { OpenApiDocument } from "../model/index.ts";

const run = promisify(execFile);
const specFolder = join(import.meta.dirname, "..");
const redocly = join(specFolder, "node_modules/.bin/redocly");

/** The part of a semantic version that a change must raise. */
export type Impact = "patch" | "minor" | "major";

/** A change as Redocly reports it. A shared schema is reported once, under the first operation that uses it. */
export interface ReportedChange {
  readonly kind: "added" | "removed" | "modified";
  readonly impact: Impact;
  readonly verdicts?: readonly { readonly ruleId: string; readonly message: string }[];
  /** Where it stands in the base document; for what was added, there is none, or it is the parent. */
  readonly base?: { readonly pointer: string };
  readonly revision?: { readonly pointer: string };
}

/** Compares two documents with `redocly diff`. */
export async function redoclyDiff(
  base: OpenApiDocument,
  revision: OpenApiDocument,
): Promise<readonly ReportedChange[]> {
  const folder = await mkdtemp(join(tmpdir(), "partner-referrals-diff-"));
  try {
    await writeFile(join(folder, "base.json"), JSON.stringify(base));
    await writeFile(join(folder, "revision.json"), JSON.stringify(revision));
    // Without diff-recommended in this configuration, Redocly rates nothing as major.
    const config = `--config=${join(specFolder, "../redocly.yaml")}`;
    const options = [config, "--format=json", "--fail-on=none", "--output=report.json"];
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    await run(redocly, ["diff", "base.json", "revision.json", ...options], { cwd: folder, env });
    return JSON.parse(await readFile(join(folder, "report.json"), "utf8")).changes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
