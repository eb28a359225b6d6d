import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// The build's own steps: a mutant is an edit of the sources, and is built as the build would build it.
import { withoutEvidence } from "../../../spec/build/evidence/collect.ts";
import { flattenAllOf } from "../../../spec/build/flatten-all-of.ts";
import { inlineExamples } from "../../../spec/build/inline-examples.ts";
import { applyStatusRules } from "../../../spec/build/status-rules.ts";
import { applyWritablePaths } from "../../../spec/build/writable-paths.ts";
import type { Contract } from "../contract/document.ts";
import type { Tree } from "./mutant.ts";

type SourceDocument = Parameters<typeof flattenAllOf>[0];

const root = join(import.meta.dirname, "../../..");

/** All files of the contract's sources in one document, before the build writes out what they say in short. */
export function readSources(): Tree {
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
    // What a fact rests on is no part of the bundle; lint rules of its own see to it.
    return withoutEvidence(document);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The bundle that the build makes of these sources, but for the version. Changes what it is given. */
export function build(sources: Tree): Contract {
  // A cast: the steps of the build find out themselves whether a mutant still has what they need.
  const document = sources as SourceDocument;
  applyStatusRules(document);
  applyWritablePaths(document);
  flattenAllOf(document);
  // A cast: the build's document is the contract with less said of its parts.
  return document as unknown as Contract;
}
