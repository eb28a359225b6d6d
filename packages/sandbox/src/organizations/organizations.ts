import { microsoftTarget } from "@partner-referrals/types";
import { guidOf, isGuid } from "../time/ids.ts";
import type { StatePart } from "../universe-state.ts";

/** An organization of a universe. */
export interface Organization {
  /** A GUID, or `msft`. */
  readonly id: string;
  readonly name: string | null;
  /** The business profile locations by which it can be invited. */
  readonly locations?: readonly string[];
}

export const microsoft: Organization = { id: microsoftTarget.id, name: "Microsoft" };

/** The organization of a token that names none. */
export const defaultOrganization = "Proseware";

/** The organizations of a universe. None has to be set up: any name is an organization, with a GUID made of the name. */
export interface Organizations extends StatePart {
  add(organization: Organization): void;
  /** By name, in any case, or by id. */
  resolve(nameOrId: string): Organization;
  /** By the id of a location or of the organization itself, as a target names it. */
  atLocation(id: string): Organization;
  /** Those that were added. */
  list(): Organization[];
  clear(): void;
}

/** How many that nobody added are cached: making a GUID costs a tenth of a GET. */
const maxImplicit = 1000;

export function createOrganizations(): Organizations {
  const byKey = new Map<string, Organization>();
  const byLocation = new Map<string, Organization>();
  const implicit = new Map<string, Organization>();
  const add = (organization: Organization): void => {
    byKey.set(organization.id.toLowerCase(), organization);
    if (organization.name !== null) byKey.set(organization.name.toLowerCase(), organization);
    for (const location of organization.locations ?? []) byLocation.set(location.toLowerCase(), organization);
  };
  const resolve = (nameOrId: string): Organization => {
    const key = nameOrId.toLowerCase();
    const known = byKey.get(key) ?? implicit.get(nameOrId);
    if (known !== undefined) return known;
    const created = isGuid(key)
      ? { id: key, name: null }
      : { id: guidOf(`organization ${key}`), name: nameOrId };
    if (implicit.size >= maxImplicit) implicit.clear();
    implicit.set(nameOrId, created);
    return created;
  };
  const list = (): Organization[] => [...new Set(byKey.values())];
  const clear = (): void => {
    byKey.clear();
    byLocation.clear();
    add(microsoft);
  };
  add(microsoft);
  return {
    add,
    resolve,
    atLocation: (id) => byLocation.get(id.toLowerCase()) ?? resolve(id),
    list,
    clear,
    save: () => JSON.stringify(list()),
    restore(saved) {
      clear();
      implicit.clear();
      // A cast: `save` wrote it.
      for (const organization of JSON.parse(saved) as Organization[]) add(organization);
    },
  };
}
