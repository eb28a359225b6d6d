import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import { isObject } from "@partner-referrals/spec/model";
import { defaultStates, type Referral } from "@partner-referrals/types";
import { validateComponent } from "../contract/validator.ts";
import {
  defaultOrganization,
  type Organization,
  type Organizations,
} from "../organizations/organizations.ts";
import { withDefaults } from "../referrals/create.ts";
import type { ReferralRepository } from "../referrals/repository.ts";
import { assertTransition } from "../referrals/status.ts";
import type { StoredReferral } from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import { toTimestamp } from "../time/timestamp.ts";

/** A referral to start with. What the service sets may be left out, and is then as if the referral were created now. */
export type SeedReferral = Partial<Referral> &
  Pick<Referral, "type" | "customerProfile" | "consent" | "details">;

/** What a universe starts with. */
export interface Seed {
  /** All times of the seed are shifted so that this one is the present. Without it they stay as they are. */
  readonly now?: string;
  readonly organizations?: readonly Organization[];
  readonly referrals?: readonly SeedReferral[];
}

interface Dependencies {
  readonly referrals: ReferralRepository;
  readonly organizations: Organizations;
  readonly clock: Clock;
}

/**
 * Adds the organizations and referrals of a seed: all of them, or none.
 *
 * @throws an ApiError that lists every place where a referral violates the contract.
 */
export function loadSeed({ referrals, organizations, clock }: Dependencies, seed: Seed): StoredReferral[] {
  const shift = seed.now === undefined ? 0 : clock.now() - Date.parse(seed.now);
  for (const organization of seed.organizations ?? []) organizations.add(organization);
  const loaded = (seed.referrals ?? []).map((referral) =>
    applySeedDefaults(referrals, organizations, shiftTimes(referral, shift)),
  );
  const violations = loaded.flatMap((referral, index) => validateReferral(referral, `/referrals/${index}`));
  const ids = new Set<string>();
  for (const [index, { id }] of loaded.entries()) {
    if (ids.has(id) || referrals.get(id) !== undefined)
      violations.push(bodyViolation(`/referrals/${index}/id`, "unique", "is the id of another referral"));
    ids.add(id);
  }
  if (violations.length > 0) throw violationError(violations);
  referrals.load(loaded);
  return loaded;
}

function applySeedDefaults(
  referrals: ReferralRepository,
  organizations: Organizations,
  referral: SeedReferral,
): StoredReferral {
  const { links: _, "@odata.context": __, ...given } = referral;
  const { status, substatus } = { ...defaultStates.created, ...given };
  const owner = organizations.resolve(given.organizationId ?? given.organizationName ?? defaultOrganization);
  const createdDateTime = given.createdDateTime ?? referrals.now();
  return {
    organizationId: owner.id,
    organizationName: owner.name,
    expirationDateTime: null,
    acceptedDateTime: status === defaultStates.created.status ? createdDateTime : null,
    closedDateTime: null,
    direction: "Outgoing",
    registrationStatus: "None",
    tags: [],
    eTag: referrals.newETag(),
    ...withDefaults(given),
    id: given.id?.toLowerCase() ?? referrals.newId(),
    engagementId: given.engagementId?.toLowerCase() ?? referrals.newId(),
    status,
    substatus,
    createdDateTime,
    updatedDateTime: given.updatedDateTime ?? createdDateTime,
  };
}

function validateReferral(referral: StoredReferral, pointer: string): Violation[] {
  const violations = validateComponent("Referral", { ...referral, links: {} });
  if (violations.length > 0)
    return violations.map((violation) => ({ ...violation, pointer: pointer + violation.pointer }));
  try {
    assertTransition(referral, referral);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const message = `must be one that goes with the status ${referral.status}`;
    return [bodyViolation(`${pointer}/substatus`, "substatus", message)];
  }
}

/** A copy in which every timestamp is that much later. */
function shiftTimes<Value>(value: Value, milliseconds: number): Value {
  if (milliseconds === 0) return value;
  const shift = (inner: unknown): unknown => {
    if (typeof inner === "string")
      return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(inner) ? toTimestamp(Date.parse(inner) + milliseconds) : inner;
    if (Array.isArray(inner)) return inner.map(shift);
    if (!isObject(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, shift(item)]));
  };
  // A cast: timestamps stay timestamps.
  return shift(value) as Value;
}
