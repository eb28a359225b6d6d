/** What changed between two versions of the contract, what each change asks of the version, and whom it concerns. */
import { isDeepStrictEqual } from "node:util";
import { getByPointer, getOwn, type OpenApiDocument, parsePointer } from "../model/index.ts";
import { listPlaces, type OperationPlace, operationsConcerned } from "./operations.ts";
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
  readonly affectsAll: boolean;
}

/** All changes from one document to another, the largest first. The version itself is none. */
export async function contractChanges(base: OpenApiDocument, current: OpenApiDocument): Promise<Change[]> {
  const revision = { ...current, info: { ...current.info, version: base.info.version } };
  const unrated = unratedChanges(base, revision);
  const rated = (await redoclyDiff(base, revision)).map((change) => adjustImpact(change, revision));
  const found = [
    ...rated.filter(
      ({ pointer }) =>
        !unrated.some((other) => other.pointer === pointer) && !isDerived(pointer, base, revision),
    ),
    ...unrated.map(({ kind, ...change }) => ({ ...change, message: plainMessage(change.pointer, kind) })),
  ];
  if (found.length === 0 && !isDeepStrictEqual(base, revision)) {
    found.push({ impact: "patch", pointer: "#", message: "The document changed where nothing rates it." });
  }
  const operations = [...listPlaces(base), ...listPlaces(revision)];
  return found
    .map((change) => affecting(change, operations))
    .sort((one, other) => impacts.indexOf(other.impact) - impacts.indexOf(one.impact));
}

/** The build makes the pattern of a patch's paths from the list of them, which is rated instead. */
function isDerived(pointer: string, ...documents: readonly OpenApiDocument[]): boolean {
  if (!pointer.endsWith("/pattern")) return false;
  const schema = pointer.slice(0, -"/pattern".length);
  return documents.every(
    (document) => getOwn(getByPointer(document, schema), "x-writable-paths") !== undefined,
  );
}

type Found = Pick<Change, "impact" | "message" | "pointer">;

function affecting(change: Found, operations: readonly OperationPlace[]): Change {
  const ids = operationsConcerned(change.pointer, operations);
  const affectsAll = ids.length === new Set(operations.map(({ id }) => id)).size;
  return { ...change, operations: ids, affectsAll };
}

/** Rates by what the contract promises, where that is not what Redocly takes for granted. */
function adjustImpact(change: ReportedChange, revision: OpenApiDocument): Found {
  // For a keyword that is new or gone, one of the two is its parent's.
  const pointers = [change.base?.pointer ?? "#", change.revision?.pointer ?? "#"];
  const pointer = pointers.reduce((one, other) => (other.length > one.length ? other : one));
  const isDeprecation = pointer.endsWith("/deprecated") && getByPointer(revision, pointer) === true;
  return {
    impact: isDeprecation ? "minor" : change.impact,
    pointer,
    message: messageOf(change, pointer),
  };
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
  const [section = "document", ...rest] = parsePointer(pointer);
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
