import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// The build's own steps: a mutant is an edit of the sources, and is built as the build would build it.
import { flattenAllOf } from "../../../spec/build/flatten-all-of.ts";
import { inlineExamples } from "../../../spec/build/inline-examples.ts";
import { applyStatusRules } from "../../../spec/build/status-rules.ts";
import { applyWritablePaths } from "../../../spec/build/writable-paths.ts";
import { type Contract, isObject } from "../contract/document.ts";

type SourceDocument = Parameters<typeof flattenAllOf>[0];

const root = join(import.meta.dirname, "../../..");

/** All files of the contract's sources in one document, before the build writes out what they say in short. */
export function readSources(): SourceDocument {
  const directory = mkdtempSync(join(tmpdir(), "partner-referrals-sources-"));
  try {
    const output = join(directory, "openapi.json");
    const { status, stderr } = spawnSync(
      join(import.meta.dirname, "../node_modules/.bin/redocly"),
      ["bundle", "contract", "--config", "redocly.yaml", "--output", output],
      { cwd: root, env: { ...process.env, REDOCLY_TELEMETRY: "off" }, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
    const document: SourceDocument = JSON.parse(readFileSync(output, "utf8"));
    inlineExamples(document, join(root, "spec/examples"));
    dropEvidence(document);
    return document;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What a fact rests on is no part of the contract; the lint rules see to it. */
function dropEvidence(node: unknown): void {
  if (!isObject(node)) return;
  for (const [key, child] of Object.entries(node)) {
    if (key === "x-source" || key === "x-evidence") delete node[key];
    else dropEvidence(child);
  }
}

/** The bundle that the build makes of these sources, but for the version. Changes what it is given. */
export function build(sources: SourceDocument): Contract {
  applyStatusRules(sources);
  applyWritablePaths(sources);
  flattenAllOf(sources);
  // A cast: the build's document is the contract with less said of its parts.
  return sources as unknown as Contract;
}
