import { type Document, walk } from "../document.ts";
import { type Evidence, parseReference, references } from "./evidence.ts";
import type { Entry, EvidencePage, SourceDocument } from "./page.ts";
import { componentsOf, operationsOf, partsOf, schemasOf } from "./parts.ts";

interface Source extends SourceDocument {
  /** The document that the reference leads into, by its key in EVIDENCE.md. */
  key: string;
}

type Named<T> = Record<string, T>;
type Node = Record<string, unknown>;

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
    operations: byName(
      operationsOf(document).map(({ id, node, method, path }) => [id, node, { method, path }]),
    ),
    parameters: byName(
      componentsOf(document, "parameters").map(([name, node]) => [
        name,
        node,
        { name: String(node.name), in: String(node.in) },
      ]),
    ),
    headers: byName(withoutExtras(componentsOf(document, "headers"))),
    responses: byName(withoutExtras(componentsOf(document, "responses"))),
    securitySchemes: byName(withoutExtras(componentsOf(document, "securitySchemes"))),
    schemas: byName(
      schemasOf(document).map(([name, schema]) => [
        name,
        schema,
        { properties: byName(withoutExtras(Object.entries(schema.properties ?? {}))) },
      ]),
    ),
  };
}

/** A copy of the document without evidence. */
export function withoutEvidence(document: Document): Document {
  const copy = structuredClone(document);
  walk(copy, (node) => delete node["x-evidence"]);
  return copy;
}

/** The evidence of each node that has some, with `more` about it. */
function byName<More>(nodes: [name: string, node: Node, more: More][]): Named<Evidence & More> {
  return Object.fromEntries(
    nodes.flatMap(([name, node, more]) => {
      const evidence = evidenceIn(node);
      return evidence ? [[name, { ...more, ...evidence }]] : [];
    }),
  );
}

function withoutExtras(nodes: [string, Node][]): [string, Node, object][] {
  return nodes.map(([name, node]) => [name, node, {}]);
}

function evidenceIn(node: Node): Evidence | undefined {
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
