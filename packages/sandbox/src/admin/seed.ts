import type { Referral } from "@partner-referrals/types";
import { defaultOrganization } from "../auth/caller.ts";
import type { Organization } from "../auth/organizations.ts";
import { schemaErrors } from "../contract/validator.ts";
import { inBody, toViolations, type Violation } from "../contract/violations.ts";
import { Failure, violationFailure } from "../http/failure.ts";
import { isObject } from "../json.ts";
import { withDefaults } from "../referrals/create.ts";
import { newETag } from "../referrals/etag.ts";
import { checkTransition, states } from "../referrals/state.ts";
import type { Document } from "../store/store.ts";
import { toTimestamp } from "../time/clock.ts";
import type { Universe } from "../universe.ts";

/** A referral to begin with. What the service sets may be left out, and is then as if the referral were created now. */
export type SeedReferral = Partial<Referral> &
  Pick<Referral, "type" | "customerProfile" | "consent" | "details">;

/** What a universe begins with. */
export interface Seed {
  /** All times of the seed are moved so that this one is the present. Without it they stay as they are. */
  readonly now?: string;
  readonly organizations?: readonly Organization[];
  readonly referrals?: readonly SeedReferral[];
}

/**
 * Adds the organizations and referrals of a seed: all of them, or none.
 *
 * @throws a failure that points at every place where a referral departs from the contract.
 */
export function plant(universe: Universe, seed: Seed): Document[] {
  const shift = seed.now === undefined ? 0 : universe.clock.now() - Date.parse(seed.now);
  for (const organization of seed.organizations ?? []) universe.organizations.add(organization);
  const documents = (seed.referrals ?? []).map((referral) => complete(universe, shiftTimes(referral, shift)));
  const violations = documents.flatMap((document, index) => check(document, `/referrals/${index}`));
  const ids = new Set<string>();
  for (const [index, { id }] of documents.entries()) {
    if (ids.has(id) || universe.store.get(id) !== undefined)
      violations.push(inBody(`/referrals/${index}/id`, "unique", "is the id of another referral"));
    ids.add(id);
  }
  if (violations.length > 0) throw violationFailure(violations);
  universe.store.atomically(() => {
    for (const document of documents) universe.store.put(document);
    universe.saveRevision();
  });
  universe.refresh();
  return documents;
}

function complete(universe: Universe, referral: SeedReferral): Document {
  const { links: _, "@odata.context": __, ...given } = referral;
  const now = universe.clock.stamp();
  const owner = universe.organizations.find(
    given.organizationId ?? given.organizationName ?? defaultOrganization,
  );
  const created = given.createdDateTime ?? now;
  const { status, substatus } = { ...states.accepted, ...given };
  return {
    ...{ id: universe.ids.next(), engagementId: universe.ids.next() },
    ...{ organizationId: owner.id, organizationName: owner.name, expirationDateTime: null },
    ...{ acceptedDateTime: status === states.accepted.status ? created : null, closedDateTime: null },
    ...{ direction: "Outgoing", registrationStatus: "None", tags: [], eTag: newETag(universe) },
    ...withDefaults(given),
    ...{ status, substatus, createdDateTime: created, updatedDateTime: given.updatedDateTime ?? created },
    ...(given.id !== undefined && { id: given.id.toLowerCase() }),
    ...(given.engagementId !== undefined && { engagementId: given.engagementId.toLowerCase() }),
  };
}

function check(document: Document, pointer: string): Violation[] {
  const answered = { ...document, links: {} };
  const violations = toViolations(schemaErrors("/components/schemas/Referral", answered));
  if (violations.length > 0)
    return violations.map((violation) => ({ ...violation, pointer: pointer + violation.pointer }));
  try {
    checkTransition(document, document);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [
      inBody(`${pointer}/substatus`, "substatus", `must be one that goes with the status ${document.status}`),
    ];
  }
}

/** A copy in which every timestamp is so much later. */
function shiftTimes<Value>(value: Value, milliseconds: number): Value {
  if (milliseconds === 0) return value;
  const shift = (inner: unknown): unknown => {
    if (typeof inner === "string")
      return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(inner) ? toTimestamp(Date.parse(inner) + milliseconds) : inner;
    if (Array.isArray(inner)) return inner.map(shift);
    if (!isObject(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, shift(item)]));
  };
  // A cast, because timestamps stay timestamps.
  return shift(value) as Value;
}
