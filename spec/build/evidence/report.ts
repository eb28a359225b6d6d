import type { EvidenceFile } from "./collect.ts";
import { confidences, type Evidence } from "./evidence.ts";

interface Row {
  id: string;
  evidence: Evidence;
}

/** The report in Markdown: how much of the contract rests on what, and all that is our own conclusion. */
export function evidenceReport(file: EvidenceFile): string {
  const groups = groupsOf(file);
  const rows = Object.values(groups).flat();
  const inferred = rows.filter(({ evidence }) => evidence.confidence === "inferred");
  const partly = rows.filter(({ evidence }) => evidence.confidence !== "inferred" && evidence.inferred);
  return [
    `# Evidence of the contract, version ${file.version}`,
    "",
    table(groups),
    "",
    `## Inferred only (${inferred.length})`,
    "",
    list(inferred),
    "",
    `## Documented or observed, but inferred in part (${partly.length})`,
    "",
    list(partly),
    "",
  ].join("\n");
}

function groupsOf(file: EvidenceFile): Record<string, Row[]> {
  const rows = (named: Record<string, Evidence>, prefix = ""): Row[] =>
    Object.entries(named).map(([name, evidence]) => ({ id: `${prefix}${name}`, evidence }));
  return {
    Operations: rows(file.operations),
    Parameters: rows(file.parameters, "parameters/"),
    Headers: rows(file.headers, "headers/"),
    Responses: rows(file.responses, "responses/"),
    "Security schemes": rows(file.securitySchemes, "securitySchemes/"),
    Schemas: rows(file.schemas),
    Properties: Object.entries(file.schemas).flatMap(([name, { properties }]) =>
      rows(properties, `${name}.`),
    ),
  };
}

function table(groups: Record<string, Row[]>): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  const counts = (rows: Row[]) =>
    confidences.map((name) => rows.filter(({ evidence }) => evidence.confidence === name).length);
  const all = Object.values(groups).flat();
  return [
    line(["", ...confidences, "all"]),
    line(["---", ...confidences.map(() => "---:"), "---:"]),
    ...Object.entries(groups).map(([name, rows]) => line([name, ...counts(rows), rows.length])),
    line(["All", ...counts(all), all.length]),
  ].join("\n");
}

/** One line for each reason, with all the parts that share it. */
function list(rows: Row[]): string {
  const reasons = new Map<string, Row[]>();
  for (const row of rows) {
    const { because = "", from = [] } = row.evidence.inferred ?? {};
    const reason = `${because} From ${from.join(", ")}.`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), row]);
  }
  return [...reasons]
    .map(([reason, same]) => `- ${same.map(({ id }) => `\`${id}\``).join(", ")}: ${reason}`)
    .join("\n");
}
