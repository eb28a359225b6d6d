/** What is known about one part of the contract, as `x-evidence` says it in the sources. */
export interface Statement {
  /** References to the vendor's prose and tables that say it. */
  documented?: string[];
  /** References to payloads and machine-readable files that show it. */
  observed?: string[];
  /** What of it is our own conclusion, and what that was drawn from. */
  inferred?: { from: string[]; because: string };
  note?: string;
  /** On a schema: the properties that its documented and observed sources cover as well. */
  properties?: string[];
}

export const confidences = ["documented", "observed", "inferred"] as const;
export type Confidence = (typeof confidences)[number];

/** A statement about one part, with the confidence that follows from it: the strongest that it has a source for. */
export interface Evidence extends Omit<Statement, "properties"> {
  confidence: Confidence;
  /** The entries of EVIDENCE.md that concern the part, by id. */
  entries?: string[];
}

/** All references of a statement. */
export function references({ documented = [], observed = [], inferred }: Statement): string[] {
  return [...documented, ...observed, ...(inferred?.from ?? [])];
}

/** A reference is a key, and may go on with a page (`/…`) and a section (`#…`). */
export function parseReference(reference: string): { key: string; page: string; section: string } {
  const [, key = reference, page = "", section = ""] = /^([^/#]+)(\/[^#]+)?(#.+)?$/.exec(reference) ?? [];
  return { key, page, section };
}

/**
 * What a statement about a schema says of a property that it lists. Doubts about the schema are not doubts about each
 * property; but where all is doubt, the property shares it.
 */
export function inheritedEvidence({ documented, observed, inferred }: Statement): Statement {
  if (!documented && !observed) return { ...(inferred && { inferred }) };
  return { ...(documented && { documented }), ...(observed && { observed }) };
}

/** The evidence that a statement gives. Undefined when it names no source at all. */
export function evidenceOf(
  { properties: _, ...statement }: Statement,
  entries: string[],
): Evidence | undefined {
  const confidence = confidences.find((name) => statement[name]);
  if (!confidence) return undefined;
  const { inferred, note } = statement;
  return {
    confidence,
    ...statement,
    ...(inferred && { inferred: { ...inferred, because: oneLine(inferred.because) } }),
    ...(note && { note: oneLine(note) }),
    ...(entries.length > 0 && { entries }),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
