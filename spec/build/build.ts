/**
 * `node build/build.ts` bundles the documents of the contract and writes each to `dist/`: as YAML, as JSON, as JSON without references, with its
 * evidence, and in older formats. `contract.json` has both in one, for the programs of this project; `evidence.json` has the
 * evidence alone. What the sources state, and how the contract deals with it, is `sources.json`.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { OpenApiDocument } from "../model/document.ts";
import { bundleDocument, combine, rootFiles } from "./bundle.ts";
import { convertedFiles } from "./convert/files.ts";
import { dereference } from "./dereference.ts";
import { asReadOnly, type Document } from "./document.ts";
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

/**
 * Builds everything from what the files say now, and writes it.
 *
 * @returns the contract: both documents in one
 * @throws BundleError, or another Error that says which part of the sources is wrong. Nothing is written then.
 */
export async function buildContract(): Promise<OpenApiDocument> {
  const page = readEvidencePage(readFileSync(join(root, "EVIDENCE.md"), "utf8"));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const bundles = await Promise.all(
    rootFiles.map(async (file) => ({
      name: file.replace(/\.yaml$/, ""),
      withEvidence: await bundleDocument(file),
    })),
  );
  const context = structuredClone(combine(bundles.map(({ withEvidence }) => withEvidence)));
  const documents = bundles.map(({ name, withEvidence }) => {
    resolveEvidence(withEvidence, page.entries);
    expandSources(withEvidence, context);
    withEvidence.info.version = version;
    return { name, withEvidence, document: withoutEvidence(withEvidence) };
  });
  const contract = combine(documents.map(({ document }) => document));
  const evidence = collectEvidence(combine(documents.map(({ withEvidence }) => withEvidence)), page);
  const sources = readSources(join(root, "sources")).map(({ source }) => source);
  const accounting = accountFor(
    documents.map(({ document }) => asReadOnly(document)),
    sources,
  );

  // First what the next steps read.
  const files = new Map([["dist/contract.json", json(contract)]]);
  for (const { name, document, withEvidence } of documents) {
    files.set(`dist/${name}.yaml`, yaml(document));
    files.set(`dist/${name}.json`, json(document));
    files.set(`dist/${name}.dereferenced.json`, `${JSON.stringify(dereference(document))}\n`);
    files.set(`dist/${name}.evidence.yaml`, yaml(withEvidence));
    for (const converted of convertedFiles(name, document))
      files.set(`dist/${converted.name}`, converted.content);
    files.set(`generated/${name}.unconditional.json`, json(stripConditionals(document)));
  }
  files.set("dist/evidence.json", json(evidence));
  files.set("dist/sources.json", json(reportSources(version, sources, accounting)));
  files.set("generated/evidence.md", evidenceReport(evidence));
  for (const [path, content] of files) write(path, content);
  return asReadOnly(contract);
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

if (import.meta.main) await buildContract();
