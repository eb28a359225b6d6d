/**
 * Bundles the documents of the contract and writes each to `dist/`: as YAML, as JSON, as JSON without references, with its
 * evidence, and in older formats. `contract.json` has both in one, for the programs of this project; `evidence.json` has the
 * evidence alone. What the sources state, and how the contract deals with it, is `sources.json`.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { combineDocuments } from "../model/combine.ts";
import { bundleDocument, bundleSources, type RootFile, rootFiles } from "./bundle.ts";
import { convertedFiles } from "./convert/files.ts";
import { dereference } from "./dereference.ts";
import { asEditable, asReadOnly, type Document } from "./document.ts";
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
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const context = bundleSources();
const documents = rootFiles.map((file) => build(file));
const contract = combine(documents.map(({ document }) => document));
const evidence = collectEvidence(combine(documents.map(({ withEvidence }) => withEvidence)), page);
const sources = readSources(join(root, "sources")).map(({ source }) => source);
const accounting = accountFor(
  documents.map(({ document }) => asReadOnly(document)),
  sources,
);

for (const { name, document, withEvidence } of documents) {
  write(`dist/${name}.yaml`, yaml(document));
  write(`dist/${name}.json`, json(document));
  write(`dist/${name}.dereferenced.json`, `${JSON.stringify(dereference(document))}\n`);
  write(`dist/${name}.evidence.yaml`, yaml(withEvidence));
  for (const converted of convertedFiles(name, document)) write(`dist/${converted.name}`, converted.content);
  write(`generated/${name}.unconditional.json`, json(stripConditionals(document)));
}
write("dist/contract.json", json(contract));
write("dist/evidence.json", json(evidence));
write("dist/sources.json", json(reportSources(version, sources, accounting)));
write("generated/evidence.md", evidenceReport(evidence));

/** One of the published documents, without and with its evidence. */
function build(file: RootFile) {
  const withEvidence = bundleDocument(file);
  resolveEvidence(withEvidence, page.entries);
  expandSources(withEvidence, context);
  withEvidence.info.version = version;
  return { name: file.replace(/\.yaml$/, ""), withEvidence, document: withoutEvidence(withEvidence) };
}

function combine([first, ...others]: readonly Document[]): Document {
  if (!first) throw new Error("There is no document.");
  return asEditable(combineDocuments(asReadOnly(first), ...others.map(asReadOnly)));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

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
