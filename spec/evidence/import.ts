/** Takes over what traffic said of the contract: ratings into its sources, and what it must change as a patch. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { isMap, isNode, stringify, type YAMLMap } from "yaml";
import type { JsonObject } from "../model/json.ts";
import { listOperations, type Operation } from "../model/operations.ts";
import { parsePointer } from "../model/pointer.ts";
import { SourceFiles, type SourcePart } from "./parts.ts";
import type { VerifiedFact, VerifiedReport } from "./verified.ts";

export interface Import {
  /** The new texts of files, by their path below the folder of the contract. */
  readonly files: ReadonlyMap<string, string>;
  /** Parts that are now rated as observed, by their ids in the evidence. */
  readonly raised: readonly string[];
  /** Parts that traffic confirmed and that say what of them is inferred: a person decides whether that is settled. */
  readonly toReview: readonly string[];
  /** What the contract must change, as `git apply` takes it. */
  readonly patch: string;
  /** What it must change that a patch cannot say, a line each. */
  readonly undecided: readonly string[];
}

/**
 * Writes nothing.
 *
 * @param spec the folder of the contract's sources
 * @param document the contract, built from them
 * @param key what the sources will call this traffic
 */
export function importReport(
  spec: string,
  document: JsonObject,
  report: VerifiedReport,
  key: string,
): Import {
  const sources = new SourceFiles(spec);
  const operations = listOperations(document);
  const edits = new Edits(sources);
  const raised: string[] = [];
  const toReview: string[] = [];
  const confirmed = report.findings.filter(({ outcome }) => outcome === "confirmed");
  for (const id of new Set(confirmed.flatMap((fact) => partOf(fact, operations) ?? []))) {
    const part = sources.find(id);
    const own = part?.node.get("x-evidence", true);
    const statement = isMap(own) ? own : part?.inherited;
    if (!part || !statement?.has("inferred")) continue;
    // Doubts about a schema are not doubts about each property, unless all is doubt.
    if (statement === part.inherited && (statement.has("documented") || statement.has("observed"))) continue;
    toReview.push(id);
    if (statement.has("observed")) continue;
    edits.insert(part, observedLine(part, isMap(own) ? own : undefined, key));
    raised.push(id);
  }
  const files = new Map(edits.texts());
  files.set("EVIDENCE.md", withSource(readFileSync(join(spec, "EVIDENCE.md"), "utf8"), report, key));
  files.set(`sources/${key}.yaml`, stringify(sourceOf(report, operations), { lineWidth: 0 }));
  return { files, raised, toReview, ...changesFor(report, sources, operations) };
}

/** The part of the contract that a fact is about, by its id in the evidence. */
function partOf({ id, kind }: VerifiedFact, operations: readonly Operation[]): string | undefined {
  if (kind === "property" || kind === "operation") return id;
  if (kind === "header") return /^headers\/\w+$/.test(id) ? id : undefined;
  const operation = operations.find((one) => id.startsWith(`${one.id}.`));
  if (kind === "parameter")
    return componentAt(
      operation?.parameters.find(({ name }) => id === `${operation.id}.parameters.${name}`)?.pointer,
    );
  if (kind === "status") return componentAt(operation?.responses.get(id.split(".").at(-1) ?? "")?.pointer);
  return undefined;
}

function componentAt(pointer: string | undefined): string | undefined {
  const [components, kind, name] = parsePointer(pointer ?? "");
  return components === "components" ? `${kind}/${name}` : undefined;
}

/** Where to insert what, so that the part says that it was observed. */
function observedLine({ text, node }: SourcePart, own: YAMLMap | undefined, key: string): [number, string] {
  const [first] = (own ?? node).items;
  const at = rangeOf(first?.key)[0];
  const indent = " ".repeat(at - (text.lastIndexOf("\n", at - 1) + 1));
  const isFlow = (own ?? node).flow === true;
  const observed = `observed: [${key}]`;
  if (own) return [at, isFlow ? `${observed}, ` : `${observed}\n${indent}`];
  return [at, isFlow ? `x-evidence: { ${observed} }, ` : `x-evidence:\n${indent}  ${observed}\n${indent}`];
}

/** Insertions into files, carried out from the end of each. */
class Edits {
  readonly #sources: SourceFiles;
  readonly #insertions = new Map<string, [number, string][]>();

  constructor(sources: SourceFiles) {
    this.#sources = sources;
  }

  insert({ file }: SourcePart, insertion: [number, string]): void {
    this.#insertions.set(file, [...(this.#insertions.get(file) ?? []), insertion]);
  }

  texts(): [string, string][] {
    return [...this.#insertions].map(([file, insertions]) => {
      const fromEnd = insertions.sort(([a], [b]) => b - a);
      const { text } = this.#sources.read(file);
      return [file, fromEnd.reduce((all, [at, what]) => all.slice(0, at) + what + all.slice(at), text)];
    });
  }
}

/** EVIDENCE.md with the traffic in its table of sources. */
function withSource(page: string, { exchanges, date }: VerifiedReport, key: string): string {
  if (page.includes(`| \`${key}\` |`))
    throw new Error(`EVIDENCE.md has a source ${key} already: give this one another --key.`);
  const rows = [...page.matchAll(/^\| `[^`]+` \| .+ \| .+ \|$/gm)];
  const last = rows.at(-1);
  if (!last) throw new Error("EVIDENCE.md has no table of sources.");
  const row = `| \`${key}\` | Traffic of ${exchanges} requests, held to the contract. Not linked: it is a user's. | ${date} |`;
  const end = last.index + last[0].length;
  return `${page.slice(0, end)}\n${row}${page.slice(end)}`;
}

/** What the traffic states, as a source. What the contract does not hold of it, `lint` names from then on. */
function sourceOf({ findings, date, exchanges }: VerifiedReport, operations: readonly Operation[]): object {
  const seen = findings.filter(({ outcome }) => outcome !== "not reached");
  const statuses = Map.groupBy(
    seen.filter(({ id, kind }) => kind === "status" || /\.responses\.\d{3}$/.test(id)),
    ({ id }) => id.slice(0, id.indexOf(".")),
  );
  const called = operations.filter(({ id }) => statuses.has(id));
  const properties = seen.filter(({ kind, confirmations }) => kind === "property" && confirmations > 0);
  const absent = new Set(
    seen
      .filter(({ kind, outcome }) => kind === "required" && outcome === "contradicted")
      .map(({ id }) => id.replace(".required.", ".")),
  );
  return {
    title: `Traffic of ${exchanges} requests`,
    kind: "verified traffic",
    date,
    lastChecked: date,
    operations: Object.fromEntries(
      called.map(({ id, method, path }) => [
        `${method.toUpperCase()} ${path}`,
        { statuses: (statuses.get(id) ?? []).map((fact) => Number(fact.id.slice(-3))).sort() },
      ]),
    ),
    resources: Object.fromEntries(
      [...Map.groupBy(properties, ({ id }) => id.slice(0, id.indexOf(".")))].map(([owner, facts]) => [
        owner,
        {
          properties: Object.fromEntries(
            facts.map(({ id }) => [id.slice(owner.length + 1), absent.has(id) ? "optional" : null]),
          ),
        },
      ]),
    ),
  };
}

/** What the contract must change for traffic not to contradict it. */
function changesFor(
  { findings }: VerifiedReport,
  sources: SourceFiles,
  operations: readonly Operation[],
): Pick<Import, "patch" | "undecided"> {
  const removals = new Map<string, (readonly [start: number, end: number])[]>();
  const undecided: string[] = [];
  for (const fact of findings.filter(({ outcome }) => outcome === "contradicted")) {
    const [schema = "", property = ""] = fact.id.split(".required.");
    const required = fact.kind === "required" ? sources.requiredIn(schema, property) : undefined;
    if (required) removals.set(required.file, [...(removals.get(required.file) ?? []), required.range]);
    else undecided.push(inWords(fact, sources, operations));
  }
  const patches = [...removals].map(([file, ranges]) => {
    const { text } = sources.read(file);
    const changed = ranges
      .sort(([a], [b]) => b - a)
      .reduce((all, [start, end]) => withoutItem(all, start, end), text);
    return createTwoFilesPatch(`a/spec/${file}`, `b/spec/${file}`, text, changed, "", "", { context: 2 });
  });
  return { patch: patches.join(""), undecided };
}

/** Without one item of a list: its line, or it and the comma beside it. */
function withoutItem(text: string, start: number, end: number): string {
  const before = text.slice(0, start);
  const isLine = /\n *- *$/.test(before);
  if (isLine) return before.replace(/\n *- *$/, "") + text.slice(end);
  const after = text.slice(end);
  return /^\s*,/.test(after) ? before + after.replace(/^\s*,\s*/, "") : before.replace(/,\s*$/, "") + after;
}

function inWords(fact: VerifiedFact, sources: SourceFiles, operations: readonly Operation[]): string {
  const { id, text, contradictions, example } = fact;
  const operation = operations.find((one) => id === one.id || id.startsWith(`${one.id}.`));
  const part = sources.find(
    operation?.id ?? partOf(fact, operations) ?? id.replace(/[.=](values|[^.=]*)$/, ""),
  );
  const line = part?.text.slice(0, rangeOf(part.node)[0]).split("\n").length;
  const place = part ? `spec/${part.file}:${line}: ` : "";
  return `${place}${text} ${contradictions} times: ${example?.seen ?? "no example"} (${id}).`;
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = isNode(node) ? node.range : undefined;
  if (!range) throw new Error("A node that was read from a file has no place in it.");
  return [range[0], range[1]];
}
