/** How sure the contract is of each of its parts, and where it has it from. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { OutputFormat } from "../build/page.ts";
import { inlineHtml, paragraphs } from "../content/markdown.ts";

interface Evidence {
  /** The strongest source there is. */
  readonly confidence: "documented" | "observed" | "inferred";
  readonly documented?: readonly string[];
  readonly observed?: readonly string[];
  readonly inferred?: { readonly from: readonly string[]; readonly because: string };
  readonly note?: string;
  /** The ids of what the sources disagree on. */
  readonly entries?: readonly string[];
}

type Rated = Readonly<
  Record<string, Evidence & { readonly properties?: Readonly<Record<string, Evidence>> }>
>;

interface Source {
  readonly title: string;
  readonly url?: string;
  /** `2022-06-07` */
  readonly date?: string;
}

interface EvidenceFile {
  readonly sources: Readonly<Record<string, Source>>;
  readonly contradictions: readonly { readonly id: string; readonly title: string }[];
  readonly operations: Rated;
  readonly parameters: Rated;
  readonly headers: Rated;
  readonly responses: Rated;
  readonly securitySchemes: Rated;
  readonly schemas: Rated;
}

export type RatedKind = "operations" | "parameters" | "headers" | "responses" | "securitySchemes" | "schemas";

/** What is known of one part of the contract. */
export interface Provenance {
  /** A few words: `documented 2022`, `inferred`. */
  readonly label: string;
  /** Such as `documented`; also the name of its style. */
  readonly kind: "documented" | "observed" | "inferred" | "contradicted";
  /** Markdown with links to the sources. */
  readonly text: string;
}

// The tests of the spec package hold that it covers every part of the contract.
const evidence = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/evidence.json")), "utf8"),
) as EvidenceFile;

/** The provenance of a component or operation. Undefined where nothing is recorded. */
export function provenanceOf(kind: RatedKind, name: string): Provenance | undefined {
  return describe(evidence[kind][name]);
}

export function propertyProvenance(schema: string, property: string): Provenance | undefined {
  return describe(evidence.schemas[schema]?.properties?.[property]);
}

function describe(found: Evidence | undefined): Provenance | undefined {
  if (!found) return undefined;
  const contradictions = (found.entries ?? []).flatMap((id) =>
    evidence.contradictions.filter((entry) => entry.id === id),
  );
  const kind = contradictions.length > 0 ? "contradicted" : found.confidence;
  const year = newestYear([...(found.documented ?? []), ...(found.observed ?? [])]);
  return {
    kind,
    label: [found.confidence, year, ...(contradictions.length > 0 ? ["(conflict)"] : [])]
      .filter(Boolean)
      .join(" "),
    text: paragraphs([
      [
        ...sentence("Documented in", found.documented),
        ...sentence("Observed in", found.observed),
        ...(found.inferred ? [`Inferred: ${lowerFirst(found.inferred.because)}`] : []),
        ...(found.note ? [found.note] : []),
        ...contradictions.map(
          ({ id, title }) =>
            `The sources conflict: [${title}](page:guides/what-the-sources-disagree-on#${id}).`,
        ),
      ].join(" "),
    ]),
  };
}

function newestYear(keys: readonly string[]): string | undefined {
  return keys
    .flatMap((key) => evidence.sources[key]?.date?.slice(0, 4) ?? [])
    .sort()
    .at(-1);
}

function sentence(start: string, keys: readonly string[] = []): string[] {
  const links = keys.map((key) => {
    const { title = key, url } = evidence.sources[key] ?? {};
    // A title may go on to say why there is no link.
    return url ? `[${title}](${url})` : (title.split(". ")[0] ?? title);
  });
  return links.length > 0 ? [`${start} ${links.join("; ")}.`] : [];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The provenance as a badge that opens; one line of Markdown for programs. */
export function provenanceBadge(format: OutputFormat, provenance: Provenance | undefined): string {
  if (!provenance) return "";
  const { label, kind, text } = provenance;
  if (format === "markdown") return `Source: ${label}. ${text}`;
  return `<details class="provenance"><summary><span class="badge ${kind}">${label}</span></summary><p>${inlineHtml(text)}</p></details>`;
}
