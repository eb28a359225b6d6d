/**
 * Bundles the contract and writes it to `dist/`: as YAML, as JSON, and as JSON without references. Its evidence goes into
 * files of its own, and into one bundle for those who want both together. What the sources state, and how the contract deals
 * with it, is `sources.json`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { dereference } from "./dereference.ts";
import type { Document } from "./document.ts";
import { collectEvidence, withoutEvidence } from "./evidence/collect.ts";
import { readEvidencePage } from "./evidence/page.ts";
import { evidenceReport } from "./evidence/report.ts";
import { resolveEvidence } from "./evidence/resolve.ts";
import { fillPlaceholders } from "./fill-placeholders.ts";
import { flattenAllOf } from "./flatten-all-of.ts";
import { inlineExamples } from "./inline-examples.ts";
import { accountFor } from "./sources/account.ts";
import { readSources } from "./sources/read.ts";
import { reportSources } from "./sources/report.ts";
import { applyStatusRules } from "./status-rules.ts";
import { unconditional } from "./unconditional.ts";
import { applyWritablePaths } from "./writable-paths.ts";

const root = join(import.meta.dirname, "..");

const page = readEvidencePage(readFileSync(join(root, "EVIDENCE.md"), "utf8"));
const withEvidence = bundle();
inlineExamples(withEvidence, join(root, "examples"));
resolveEvidence(withEvidence, page.entries);
applyStatusRules(withEvidence);
fillPlaceholders(withEvidence);
applyWritablePaths(withEvidence);
flattenAllOf(withEvidence);
withEvidence.info.version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
const evidence = collectEvidence(withEvidence, page);
const document = withoutEvidence(withEvidence);
const sources = readSources(join(root, "sources")).map(({ source }) => source);
const accounting = accountFor([{ ...document }], sources);

write("dist/openapi.yaml", yaml(document));
write("dist/openapi.json", `${JSON.stringify(document, null, 2)}\n`);
write("dist/openapi.dereferenced.json", `${JSON.stringify(dereference(document))}\n`);
write("dist/openapi.evidence.yaml", yaml(withEvidence));
write("dist/evidence.json", `${JSON.stringify(evidence, null, 2)}\n`);
write(
  "dist/sources.json",
  `${JSON.stringify(reportSources(document.info.version, sources, accounting), null, 2)}\n`,
);
write("generated/evidence.md", evidenceReport(evidence));
write("generated/unconditional.json", `${JSON.stringify(unconditional(document), null, 2)}\n`);

function yaml(value: Document): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** All files of the contract in one document, references pointing inside. */
function bundle(): Document {
  const directory = mkdtempSync(join(tmpdir(), "partner-referrals-"));
  const output = join(directory, "openapi.json");
  try {
    const { status, stderr } = spawnSync(
      join(root, "node_modules/.bin/redocly"),
      ["bundle", "contract", "--config", "../redocly.yaml", "--output", output],
      { cwd: root, env: { ...process.env, REDOCLY_TELEMETRY: "off" }, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(readFileSync(output, "utf8"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Files appear whole: written beside their place, then renamed. */
function write(path: string, content: string): void {
  const file = join(root, path);
  const temporary = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}
