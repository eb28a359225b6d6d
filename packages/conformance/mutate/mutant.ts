import { withValue } from "../contract/values.ts";

/** One small edit of the contract's sources that should not go unnoticed. */
export interface Mutant {
  /** What sort of edit it is, in words. */
  kind: string;
  /** JSON Pointer into the sources as one document. */
  pointer: string;
  /** What stands there afterwards. Left out when there is nothing any more. */
  value?: unknown;
  /** What tells it from others of its kind at its place. */
  detail?: string;
}

/** Finds the places of a document where its kind of edit can be made. */
export type Mutator = (document: Tree) => Iterable<Mutant>;

export interface Tree {
  [key: string]: unknown;
}

/** What a mutant is called in lists: the same as long as its place is. */
export function nameOf({ kind, pointer, detail }: Mutant): string {
  return `${kind}: ${pointer}${detail === undefined ? "" : ` (${detail})`}`;
}

/** A copy of the document with the edit made. */
export function applied<Document>(document: Document, { pointer, value }: Mutant): Document {
  // A cast: an edit inside a document leaves a document.
  return withValue(document, pointer, value) as Document;
}
