import type { Document } from "../document.ts";
import { type Evidence, parseReference, references } from "./evidence.ts";
import type { Entry, EvidencePage, SourceDocument } from "./page.ts";
import { componentsOf, operationsOf, partsOf, schemasOf } from "./parts.ts";

interface Source extends SourceDocument {
  /** The document that the reference leads into, by its key in EVIDENCE.md. */
  key: string;
}

type Named<T> = Record<string, T>;

/** What `evidence.json` holds: for each part of the contract, where it is known from and how surely. */
export interface EvidenceFile {
  /** Of the contract that this belongs to. */
  version: string;
  /** Every reference that is used below, with its title and address. */
  sources: Named<Source>;
  contradictions: Entry[];
  operations: Named<Evidence & { method: string; path: string }>;
  /** By component name; `name` and `in` are those of the parameter. */
  parameters: Named<Evidence & { name: string; in: string }>;
  headers: Named<Evidence>;
  responses: Named<Evidence>;
  securitySchemes: Named<Evidence>;
  schemas: Named<Evidence & { properties: Named<Evidence> }>;
}

/** Collects the evidence of a document in which it is resolved. */
export function collectEvidence(document: Document, page: EvidencePage): EvidenceFile {
  const all = partsOf(document).flatMap(({ node }) => evidenceIn(node) ?? []);
  const used = [...new Set(all.flatMap(references))].sort();
  return {
    version: document.info.version,
    sources: Object.fromEntries(used.flatMap((reference) => sourceOf(reference, page))),
    contradictions: page.entries,
    operations: each(operationsOf(document).map((operation) => [operation.id, operation.node, operation]))(
      ({ method, path }) => ({ method, path }),
    ),
    parameters: each(componentsOf(document, "parameters").map(([name, node]) => [name, node, node]))(
      (node) => ({ name: String(node.name), in: String(node.in) }),
    ),
    headers: plain(componentsOf(document, "headers")),
    responses: plain(componentsOf(document, "responses")),
    securitySchemes: plain(componentsOf(document, "securitySchemes")),
    schemas: each(schemasOf(document).map(([name, schema]) => [name, schema, schema]))((schema) => ({
      properties: plain(Object.entries(schema.properties ?? {})),
    })),
  };
}

/** Takes the evidence out of the document. */
export function withoutEvidence(document: Document): Document {
  const copy = structuredClone(document);
  for (const { node } of partsOf(copy)) delete node["x-evidence"];
  return copy;
}

function plain(nodes: [string, Record<string, unknown>][]): Named<Evidence> {
  return each(nodes.map(([name, node]) => [name, node, node]))(() => ({}));
}

/** The evidence of each node, with what `more` adds of its item. */
function each<Item>(
  nodes: [string, Record<string, unknown>, Item][],
): <More>(more: (item: Item) => More) => Named<Evidence & More> {
  return (more) =>
    Object.fromEntries(
      nodes.flatMap(([name, node, item]) => {
        const evidence = evidenceIn(node);
        return evidence ? [[name, { ...more(item), ...evidence }]] : [];
      }),
    );
}

function evidenceIn(node: Record<string, unknown>): Evidence | undefined {
  // A cast, because `resolveEvidence` has put it there.
  return node["x-evidence"] as Evidence | undefined;
}

/** Nothing for a reference to a source that EVIDENCE.md does not list; the lint rule tells where that stands. */
function sourceOf(reference: string, { sources }: EvidencePage): [string, Source][] {
  const { key, page, section } = parseReference(reference);
  const document = sources.get(key);
  if (!document) return [];
  const { title, url, date } = document;
  const where = [page.slice(1), section.slice(1).replaceAll("-", " ")]
    .filter((part) => part !== "")
    .join(", ");
  const source = {
    key,
    title: where ? `${title}: ${where}` : title,
    ...(url && { url: `${url}${page}${section}` }),
    date,
  };
  return [[reference, source]];
}
