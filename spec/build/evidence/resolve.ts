import type { Document } from "../document.ts";
import { evidenceOf, inheritedEvidence, type Statement } from "./evidence.ts";
import type { Entry } from "./page.ts";
import { partsOf, schemasOf } from "./parts.ts";

/**
 * Turns what the sources say in `x-evidence` into the evidence of each part: a schema's statement is handed down to the
 * properties it lists, and each part learns which entries of EVIDENCE.md concern it. Runs before schemas are merged,
 * so that a property takes its evidence along. What is missing or wrong is for the lint rule to tell.
 */
export function resolveEvidence(document: Document, entries: Entry[]): void {
  for (const [, schema] of schemasOf(document)) {
    const statement = statementOf(schema);
    for (const name of statement?.properties ?? []) {
      const property = schema.properties?.[name];
      if (statement && property) property["x-evidence"] ??= structuredClone(inheritedEvidence(statement));
    }
  }
  for (const { id, node } of partsOf(document)) {
    const concerning = entries.filter(({ concerns }) => concerns.includes(id)).map((entry) => entry.id);
    const evidence = evidenceOf(statementOf(node) ?? {}, concerning);
    if (evidence) node["x-evidence"] = evidence;
    else delete node["x-evidence"];
  }
}

function statementOf(node: Record<string, unknown>): Statement | undefined {
  // A cast, because the extension is ours: the lint rule `evidence` checks its shape.
  return node["x-evidence"] as Statement | undefined;
}
