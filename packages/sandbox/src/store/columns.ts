import { filterableProperties, sortableProperties } from "@partner-referrals/types";
import { itemsOf, type Kind, propertyOf, schemaNamed } from "../contract/schema-paths.ts";
import { normalizeTimestamp } from "../time/clock.ts";

/** A property that has a column of its own, because the contract says that lists are filtered or sorted by it. */
export interface Column {
  /** The path with slashes, as in a filter; also the name of the column. */
  readonly path: string;
  readonly segments: readonly string[];
  readonly kind: Kind;
  readonly isSortable: boolean;
}

/** A property of the items of a collection, kept in a table of its own. */
export interface CollectionIndex {
  readonly collection: string;
  readonly segments: readonly string[];
  readonly path: string;
}

const referral = schemaNamed("Referral");
const paths = [...new Set([...Object.keys(filterableProperties), ...sortableProperties])];
const isInCollection = (path: string) => propertyOf(referral, path.split("/")[0] ?? "")?.kind === "array";

export const columns: readonly Column[] = paths
  .filter((path) => !isInCollection(path))
  .map((path) => ({
    path,
    segments: path.split("/"),
    kind: kindAt(path),
    isSortable: sortableProperties.some((sortable) => sortable === path),
  }));

export const collectionIndexes: readonly CollectionIndex[] = paths.filter(isInCollection).map((path) => {
  const [collection = "", ...segments] = path.split("/");
  return { collection, segments, path };
});

/** The path by which lists are sorted when nothing else is asked for: the order of creation. */
export const defaultSort: (typeof sortableProperties)[number] = "createdDateTime";

/** The path of the engagement, by which the referrals of other organizations are found, too. */
export const engagement: keyof typeof filterableProperties = "engagementId";

function kindAt(path: string): Kind {
  let schema: unknown = referral;
  let kind: Kind = "any";
  for (const segment of path.split("/")) {
    const property = propertyOf(schema, segment) ?? propertyOf(itemsOf(schema), segment);
    schema = property?.schema;
    kind = property?.kind ?? "any";
  }
  return kind;
}

/** What the service itself writes, as most timestamps are: there is nothing to be normalized. */
const serviceTimestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/;

/** A value as it is compared: timestamps in one form, GUIDs in lower case. */
export function toColumnValue(value: unknown, kind: Kind): string | number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  if (kind === "date-time")
    return serviceTimestamp.test(value) ? value : (normalizeTimestamp(value) ?? value);
  return kind === "uuid" ? value.toLowerCase() : value;
}
