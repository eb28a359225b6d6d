import { microsoftTarget } from "@partner-referrals/types";
import { guidOf, isGuid } from "../time/ids.ts";

/** An organization of a universe. */
export interface Organization {
  /** A GUID, or `msft`. */
  readonly id: string;
  readonly name: string | null;
  /** The business profile locations by which it can be invited. */
  readonly locations?: readonly string[];
}

export const microsoft: Organization = { id: microsoftTarget.id, name: "Microsoft" };

/** Who takes part in a universe. Nobody has to be announced: any name is an organization, with a GUID made of the name. */
export interface Organizations {
  add(organization: Organization): void;
  /** By name, in any case, or by id. */
  find(nameOrId: string): Organization;
  /** By the id of a location or of the organization itself, as a target names it. */
  atLocation(id: string): Organization;
  all(): Organization[];
  clear(): void;
}

/** How many that nobody announced are remembered, because making a GUID costs a tenth of a whole GET. */
const mostKept = 1000;

export function createOrganizations(): Organizations {
  const byKey = new Map<string, Organization>();
  const byLocation = new Map<string, Organization>();
  const unannounced = new Map<string, Organization>();
  const add = (organization: Organization): void => {
    byKey.set(organization.id.toLowerCase(), organization);
    if (organization.name !== null) byKey.set(organization.name.toLowerCase(), organization);
    for (const location of organization.locations ?? []) byLocation.set(location.toLowerCase(), organization);
  };
  const find = (nameOrId: string): Organization => {
    const key = nameOrId.toLowerCase();
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const met = unannounced.get(nameOrId);
    if (met !== undefined) return met;
    const made = isGuid(key)
      ? { id: key, name: null }
      : { id: guidOf(`organization ${key}`), name: nameOrId };
    if (unannounced.size >= mostKept) unannounced.clear();
    unannounced.set(nameOrId, made);
    return made;
  };
  add(microsoft);
  return {
    add,
    find,
    atLocation: (id) => byLocation.get(id.toLowerCase()) ?? find(id),
    all: () => [...new Set(byKey.values())],
    clear() {
      byKey.clear();
      byLocation.clear();
      add(microsoft);
    },
  };
}
