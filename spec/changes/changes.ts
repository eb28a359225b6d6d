/** What changed between two versions of the contract, what each change asks of the version, and whom it concerns. */
import { isDeepStrictEqual } from "node:util";
import { type Document, isObject, steps, valueAt } from "./document.ts";
import { listOperations, type Operation, operationsConcerned } from "./operations.ts";
import { type Impact, type ReportedChange, redoclyDiff } from "./redocly-diff.ts";
import { unratedChanges } from "./unrated.ts";

/** From the smallest to the largest. */
export const impacts = ["patch", "minor", "major"] as const satisfies readonly Impact[];

export interface Change {
  readonly impact: Impact;
  /** One sentence. */
  readonly message: string;
  readonly pointer: string;
  /** The ids of the operations concerned. */
  readonly operations: readonly string[];
  /** True when those are all there are. */
  readonly everywhere: boolean;
}

/** All changes from one document to another, the largest first. The version itself is none. */
export async function contractChanges(base: Document, current: Document): Promise<Change[]> {
  const revision = { ...current, info: { ...current.info, version: base.info.version } };
  const unrated = unratedChanges(base, revision);
  const rated = (await redoclyDiff(base, revision)).map((change) => reconsider(change, base, revision));
  const found = [
    ...rated.filter(({ pointer }) => !unrated.some((other) => other.pointer === pointer)),
    ...unrated.map(({ kind, ...change }) => ({ ...change, message: plainMessage(change.pointer, kind) })),
  ];
  if (found.length === 0 && !isDeepStrictEqual(base, revision)) {
    found.push({ impact: "patch", pointer: "#", message: "The document changed where nothing rates it." });
  }
  const operations = [...listOperations(base), ...listOperations(revision)];
  return found
    .map((change) => concerning(change, operations))
    .sort((one, other) => impacts.indexOf(other.impact) - impacts.indexOf(one.impact));
}

type Found = Pick<Change, "impact" | "message" | "pointer">;

function concerning(change: Found, operations: readonly Operation[]): Change {
  const ids = operationsConcerned(change.pointer, operations);
  const everywhere = ids.length === new Set(operations.map(({ id }) => id)).size;
  return { ...change, operations: ids, everywhere };
}

/** Rates by what the contract promises, where that is not what Redocly takes for granted. */
function reconsider(change: ReportedChange, base: Document, revision: Document): Found {
  // For a keyword that is new or gone, one of the two is its parent's.
  const pointers = [change.base?.pointer ?? "#", change.revision?.pointer ?? "#"];
  const pointer = pointers.reduce((one, other) => (other.length > one.length ? other : one));
  const isOpen = [base, revision].every((document) => isOpenEnum(document, pointer));
  const isDeprecation = pointer.endsWith("/deprecated") && valueAt(revision, pointer) === true;
  return {
    impact: isOpen || isDeprecation ? "minor" : change.impact,
    pointer,
    message: messageOf(change, pointer),
  };
}

/** Any other string was allowed beside the values before, and is now. */
function isOpenEnum(document: Document, pointer: string): boolean {
  const [, union, index] = /^(.*\/anyOf)\/(\d+)\/enum$/.exec(pointer) ?? [];
  const members = valueAt(document, union ?? "");
  if (!Array.isArray(members) || !Array.isArray(valueAt(document, pointer))) return false;
  return members.some(
    (member, at) => at !== Number(index) && isObject(member) && isDeepStrictEqual(member, { type: "string" }),
  );
}

function messageOf({ verdicts = [], kind }: ReportedChange, pointer: string): string {
  if (verdicts.length === 0) return plainMessage(pointer, kind);
  const text = verdicts.map(({ message }) => message).join(" ");
  // Redocly does not say where it is when the schema has no name of its own.
  return text.includes("`") && !/`(anyOf|oneOf|allOf)`/.test(text)
    ? text
    : `\`${placeName(pointer)}\`: ${text}`;
}

function plainMessage(pointer: string, kind: ReportedChange["kind"]): string {
  return `\`${placeName(pointer)}\` was ${kind === "modified" ? "changed" : kind}.`;
}

/** A place in words that a reader of the contract knows: `Referral.name.description`. */
function placeName(pointer: string): string {
  const [section = "document", ...rest] = steps(pointer);
  if (section === "components")
    return rest
      .slice(1)
      .filter((step) => step !== "properties")
      .join(".");
  if (section !== "paths" && section !== "webhooks") return [section, ...rest].join(".");
  const [path = "", method, ...inside] = rest;
  if (method === undefined) return path;
  return [section === "paths" ? `${method.toUpperCase()} ${path}` : path, ...inside].join(" ");
}
