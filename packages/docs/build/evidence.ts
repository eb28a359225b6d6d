/** What the reference says of the sources that a part of the contract rests on. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

interface Evidence {
  /** The strongest source there is. */
  readonly confidence: "documented" | "observed" | "inferred";
  readonly documented?: readonly string[];
  readonly observed?: readonly string[];
  readonly inferred?: { readonly from: readonly string[]; readonly because: string };
  readonly note?: string;
}

interface EvidenceFile {
  readonly sources: Readonly<Record<string, { readonly title: string; readonly url?: string }>>;
  readonly operations: Readonly<Record<string, Evidence>>;
  readonly schemas: Readonly<Record<string, Evidence & { readonly properties?: Record<string, Evidence> }>>;
}

export interface Sources {
  /** One paragraph of Markdown with links to the sources of an operation or a webhook. */
  operation(operationId: string): string;
  schema(name: string): string;
  /** A word or a sentence for a table. */
  property(schema: string, property: string): string;
}

export async function readSources(): Promise<Sources> {
  const file = fileURLToPath(import.meta.resolve("@partner-referrals/spec/evidence.json"));
  // The tests of the spec package hold that it covers every part of the contract.
  const { sources, operations, schemas } = JSON.parse(await readFile(file, "utf8")) as EvidenceFile;

  const list = (keys: readonly string[] = []) =>
    keys.map((key) => {
      const { title = key, url } = sources[key] ?? {};
      // A title may go on to say why there is no link.
      return url ? `[${title}](${url})` : (title.split(". ")[0] ?? title);
    });
  const inFull = (evidence: Evidence | undefined) =>
    [
      ...sentence("Documented in", list(evidence?.documented)),
      ...sentence("Observed in", list(evidence?.observed)),
      ...reasons(evidence),
    ].join(" ");

  return {
    operation: (operationId) => inFull(operations[operationId]),
    schema: (name) => inFull(schemas[name]),
    property(schema, property) {
      const evidence = schemas[schema]?.properties?.[property];
      return evidence ? [evidence.confidence, ...reasons(evidence)].join(". ") : "";
    },
  };
}

function sentence(start: string, items: readonly string[]): string[] {
  return items.length > 0 ? [`${start} ${items.join("; ")}.`] : [];
}

function reasons(evidence: Evidence | undefined): string[] {
  return [
    ...(evidence?.inferred ? [`Inferred: ${evidence.inferred.because}`] : []),
    ...(evidence?.note ? [evidence.note] : []),
  ];
}
