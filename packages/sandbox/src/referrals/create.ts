import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { bodyViolation } from "@partner-referrals/server/violations";
import {
  assistanceRequestCodeValues,
  defaultStates,
  microsoftTarget,
  type Referral,
  type ReferralCreate,
  type ReferralDirection,
  type ReferralQualification,
  type ReferralType,
  type RegistrationStatus,
} from "@partner-referrals/types";
import type { Organization, Organizations } from "../organizations/organizations.ts";
import { parseReferral, type ReferralRecord, type StoredReferral } from "../store/store.ts";
import { findReadOnly } from "./immutable-fields.ts";
import type { ReferralRepository } from "./repository.ts";
import { assertNotClosed, isTerminal } from "./status.ts";

export const sharedType: ReferralType = "Shared";
const unqualified = "None" satisfies ReferralQualification;
const unregistered = "None" satisfies RegistrationStatus;
const [noAssistance] = assistanceRequestCodeValues;

/** What a referral is created with, besides its body. */
export interface Origin extends Pick<StoredReferral, "status" | "substatus"> {
  readonly owner: Organization;
  readonly invitedBy: Organization;
  readonly direction: "Incoming" | "Outgoing";
  readonly engagementId: string;
  /** What the service alone may set. */
  readonly referralSource?: Referral["referralSource"];
}

/** Creates the referral of the caller or, in an existing engagement, that of the organization which the target names. */
export function createReferral(
  referrals: ReferralRepository,
  organizations: Organizations,
  caller: Organization,
  body: ReferralCreate,
): ReferralRecord {
  const violations = findReadOnly(body);
  if (violations.length > 0) throw violationError(violations);
  if (body.engagementId !== undefined)
    return createConnected(referrals, organizations, caller, body.engagementId.toLowerCase(), body);
  return insertReferral(referrals, body, {
    ...createdState(body),
    owner: caller,
    invitedBy: caller,
    direction: "Outgoing",
    engagementId: referrals.newId(),
  });
}

/** The service accepts a partner's own open deals in its place; what is sent as closed stays so. */
function createdState({ status, substatus }: ReferralCreate): Pick<StoredReferral, "status" | "substatus"> {
  return status !== undefined && substatus !== undefined && isTerminal({ status, substatus })
    ? { status, substatus }
    : defaultStates.created;
}

function createConnected(
  referrals: ReferralRepository,
  organizations: Organizations,
  caller: Organization,
  engagementId: string,
  body: ReferralCreate,
): ReferralRecord {
  const owner = findInvited(referrals, organizations, caller, engagementId, body);
  // Its internal contacts are the inviting organization's own: the invited one starts without a team.
  const record = insertReferral(
    referrals,
    { ...body, team: [] },
    { ...defaultStates.received, owner, invitedBy: caller, direction: "Incoming", engagementId },
  );
  // To the caller, who sent it, it is outgoing.
  const direction: ReferralDirection = "Outgoing";
  return { ...record, json: JSON.stringify({ ...parseReferral(record), direction }) };
}

/** Sends a lead to an organization, as Microsoft or another partner does. */
export function sendLead(
  referrals: ReferralRepository,
  from: Organization,
  to: Organization,
  body: ReferralCreate,
): ReferralRecord {
  return insertReferral(referrals, body, {
    ...defaultStates.received,
    owner: to,
    invitedBy: from,
    direction: "Incoming",
    engagementId: referrals.newId(),
  });
}

/** Inserts a new referral. */
export function insertReferral(
  referrals: ReferralRepository,
  { engagementId: _, ...body }: ReferralCreate,
  { owner, invitedBy, direction, engagementId, status, substatus, referralSource }: Origin,
): ReferralRecord {
  return referrals.insert({
    engagementId,
    organizationId: owner.id,
    organizationName: owner.name,
    ...withDefaults(body),
    status,
    substatus,
    direction,
    registrationStatus: unregistered,
    tags: [],
    inviteContext: {
      notes: null,
      assistanceRequestCode: noAssistance,
      ...body.inviteContext,
      invitedBy: { organizationId: invitedBy.id, organizationName: invitedBy.name },
    },
    ...(referralSource !== undefined && { referralSource }),
  });
}

type Defaults = Required<
  Pick<
    StoredReferral,
    "name" | "externalReferenceId" | "statusReason" | "qualification" | "favorite" | "target" | "team"
  >
>;

const defaults: Defaults = {
  name: null,
  externalReferenceId: null,
  statusReason: null,
  qualification: unqualified,
  favorite: false,
  target: [],
  team: [],
};

/** What a partner sets, with the defaults for what is left out. */
export function withDefaults<Body extends object>(body: Body): Defaults & Body {
  return { ...defaults, ...body };
}

/** The organization that a connected referral is for. */
function findInvited(
  referrals: ReferralRepository,
  organizations: Organizations,
  caller: Organization,
  engagementId: string,
  body: ReferralCreate,
): Organization {
  const members = referrals.findByEngagement(engagementId);
  const own = members.find(({ organizationId }) => organizationId === caller.id);
  if (own === undefined)
    throw new ApiError(404, "unknownEngagement", {
      message: "No engagement with this id exists in your organization.",
      target: "engagementId",
      reason: "A connected referral needs the engagementId of one of your own referrals.",
    });
  assertShared(parseReferral(own), body);
  const { type: locationType } = microsoftTarget;
  const target = body.target?.find(({ type }) => type === locationType);
  if (target === undefined) {
    const message = `must name the invited organization with type ${locationType}`;
    throw violationError([bodyViolation("/target", "invitedOrganization", message)]);
  }
  const invited = organizations.atLocation(target.id);
  if (members.some(({ organizationId }) => organizationId === invited.id))
    throw new ApiError(409, "alreadyConnected", {
      message: "The organization already has a referral in this engagement.",
      target: "target",
      reason: "Each organization has one referral in an engagement.",
    });
  return invited;
}

function assertShared(own: StoredReferral, body: ReferralCreate): void {
  if (body.type !== sharedType)
    throw violationError([bodyViolation("/type", "connected", `must be ${sharedType} with an engagementId`)]);
  assertNotClosed(own);
  if (own.type !== sharedType)
    throw new ApiError(409, "notShared", {
      message: `Your referral in this engagement is ${own.type}, not ${sharedType}.`,
      target: "type",
      reason: "Only shared deals have connected referrals.",
    });
}
