import {
  contract,
  filterableProperties,
  type Kind,
  kindOf,
  propertyAt,
  schemaNamed,
  sortableProperties,
} from "@partner-referrals/spec/model";
import { normalizeTimestamp } from "../../time/timestamp.ts";

/** A property with a column of its own, because the contract says that lists are filtered or sorted by it. */
export interface Column {
  /** The path with slashes, as in a filter; also the name of the column. */
  readonly path: string;
  readonly names: readonly string[];
  readonly kind: Kind;
  readonly isSortable: boolean;
}

/** A property of the items of a collection, indexed in a table of its own. */
export interface CollectionIndex {
  readonly collection: string;
  readonly names: readonly string[];
  readonly path: string;
}

const referral = schemaNamed(contract, "Referral");
const sortable = sortableProperties(contract);
const paths = [...new Set([...filterableProperties(contract), ...sortable])];

export const columns: readonly Column[] = paths
  .filter((path) => !isInCollection(path))
  .map((path) => ({
    path,
    names: path.split("/"),
    kind: propertyAt(contract, referral, path.split("/"))?.kind ?? "any",
    isSortable: sortable.includes(path),
  }));

export const collectionIndexes: readonly CollectionIndex[] = paths.filter(isInCollection).map((path) => {
  const [collection = "", ...names] = path.split("/");
  return { collection, names, path };
});

/** What lists are sorted by when nothing else is asked for: the order of creation. */
export const defaultSort = "createdDateTime";

/** The column of the engagement, by which the referrals of other organizations are found too. */
export const engagement = "engagementId";

function isInCollection(path: string): boolean {
  const [first = ""] = path.split("/");
  return kindOf(contract, propertyAt(contract, referral, [first])?.node) === "array";
}

/** What the service itself writes, as most timestamps are, needs no normalizing. */
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
