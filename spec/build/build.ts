/**
 * Bundles the contract and writes it to `dist/`: as YAML, as JSON, as JSON without references, and in older formats. Its
 * evidence goes into files of its own, and into one bundle for those who want both together. What the sources state, and
 * how the contract deals with it, is `sources.json`.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { bundleSources } from "./bundle.ts";
import { convertedFiles } from "./convert/files.ts";
import { dereference } from "./dereference.ts";
import type { Document } from "./document.ts";
import { collectEvidence, withoutEvidence } from "./evidence/collect.ts";
import { readEvidencePage } from "./evidence/page.ts";
import { evidenceReport } from "./evidence/report.ts";
import { resolveEvidence } from "./evidence/resolve.ts";
import { expandSources } from "./expand.ts";
import { accountFor } from "./sources/account.ts";
import { readSources } from "./sources/read.ts";
import { reportSources } from "./sources/report.ts";
import { stripConditionals } from "./strip-conditionals.ts";

const root = join(import.meta.dirname, "..");

const page = readEvidencePage(readFileSync(join(root, "EVIDENCE.md"), "utf8"));
const withEvidence = bundleSources();
resolveEvidence(withEvidence, page.entries);
expandSources(withEvidence);
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
for (const { name, content } of convertedFiles("openapi", document)) write(`dist/${name}`, content);
write("generated/evidence.md", evidenceReport(evidence));
write("generated/unconditional.json", `${JSON.stringify(stripConditionals(document), null, 2)}\n`);

function yaml(value: Document): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** Files appear whole: written beside their place, then renamed. */
function write(path: string, content: string): void {
  const file = join(root, path);
  const temporary = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}
