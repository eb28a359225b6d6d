import type {
  ReferralCreate,
  referralDirectionValues,
  referralQualificationValues,
  referralTypeValues,
  registrationStatusValues,
} from "@partner-referrals/types";
import { assistanceRequestCodeValues, type Referral } from "@partner-referrals/types";
import type { Organization } from "../auth/organizations.ts";
import { inBody } from "../contract/violations.ts";
import { failure, violationFailure } from "../http/failure.ts";
import type { Document, Row } from "../store/store.ts";
import { toTimestamp } from "../time/clock.ts";
import type { Universe } from "../universe.ts";
import { newETag } from "./etag.ts";
import { parse } from "./find.ts";
import { readOnlyIn } from "./protected.ts";
import { saveNew } from "./save.ts";
import { refuseFinal, states } from "./state.ts";

type Direction = (typeof referralDirectionValues)[number];
type Type = (typeof referralTypeValues)[number];

export const shared: Type = "Shared";
const unqualified: (typeof referralQualificationValues)[number] = "None";
const unregistered: (typeof registrationStatusValues)[number] = "None";
const [noAssistance] = assistanceRequestCodeValues;

/** How long the receiver of a referral has to answer, in days. */
const daysToAnswer = 14;

/** Who gets a new referral, from whom, and in which state. */
export interface Birth extends Pick<Document, "status" | "substatus"> {
  readonly owner: Organization;
  readonly invitedBy: Organization;
  readonly direction: Direction;
  readonly engagementId: string;
  /** What the service alone may set. */
  readonly extra?: Pick<Referral, "referralSource">;
}

/** Creates the referral of the caller, or, in an existing engagement, that of the organization which the target names. */
export function createReferral(universe: Universe, caller: Organization, body: ReferralCreate): Row {
  const violations = readOnlyIn(body);
  if (violations.length > 0) throw violationFailure(violations);
  if (body.engagementId === undefined) {
    const engagementId = universe.ids.next();
    return bear(universe, body, {
      ...states.accepted,
      ...{ owner: caller, invitedBy: caller, direction: "Outgoing", engagementId },
    });
  }
  const engagementId = body.engagementId.toLowerCase();
  const owner = invitedTo(universe, caller, engagementId, body);
  // What the inviting organization is known by inside is its own: the invited one starts without a team.
  const row = bear(
    universe,
    { ...body, team: [] },
    {
      ...states.pending,
      ...{ owner, invitedBy: caller, direction: "Incoming", engagementId },
    },
  );
  // To the caller, who sent it, it is outgoing.
  return { ...row, doc: JSON.stringify({ ...parse(row), direction: "Outgoing" satisfies Direction }) };
}

/** Puts a lead into an organization's hands, as Microsoft or another partner does. */
export function sendLead(
  universe: Universe,
  from: Organization,
  to: Organization,
  body: ReferralCreate,
): Row {
  return bear(universe, body, {
    ...states.pending,
    ...{ owner: to, invitedBy: from, direction: "Incoming", engagementId: universe.ids.next() },
  });
}

/** Stores a new referral. */
export function bear(universe: Universe, body: ReferralCreate, birth: Birth): Row {
  const { owner, invitedBy, status, substatus, direction, engagementId, extra } = birth;
  const { engagementId: _, ...own } = body;
  const id = universe.ids.next();
  const now = universe.clock.stamp();
  const expires =
    status === states.pending.status ? toTimestamp(universe.clock.now() + daysToAnswer * 86_400_000) : null;
  return saveNew(universe, {
    ...{ id, engagementId, organizationId: owner.id, organizationName: owner.name },
    ...withDefaults(own),
    ...{ createdDateTime: now, updatedDateTime: now, expirationDateTime: expires },
    ...{ status, substatus, direction, eTag: newETag(universe) },
    ...{ registrationStatus: unregistered, tags: [] },
    acceptedDateTime: status === states.accepted.status ? now : null,
    closedDateTime: status === states.won.status ? now : null,
    inviteContext: {
      ...{ notes: null, assistanceRequestCode: noAssistance, ...body.inviteContext },
      invitedBy: { organizationId: invitedBy.id, organizationName: invitedBy.name },
    },
    ...extra,
  });
}

type Defaults = Required<
  Pick<Document, "name" | "externalReferenceId" | "statusReason" | "qualification" | "favorite">
> &
  Required<Pick<Document, "target" | "team">>;

const defaults: Defaults = {
  name: null,
  externalReferenceId: null,
  statusReason: null,
  qualification: unqualified,
  favorite: false,
  target: [],
  team: [],
};

/** What a partner sets, with what it is when it is left out. */
export function withDefaults<Body extends object>(body: Body): Defaults & Body {
  return { ...defaults, ...body };
}

/** The organization that a connected referral is for. */
function invitedTo(
  universe: Universe,
  caller: Organization,
  engagementId: string,
  body: ReferralCreate,
): Organization {
  const members = universe.store.inEngagement(engagementId);
  const own = members.find(({ organization }) => organization === caller.id);
  if (own === undefined)
    throw failure(404, "unknownEngagement", {
      ...{ message: "No engagement with this id exists in your organization.", target: "engagementId" },
      reason: "A connected referral needs the engagementId of one of your own referrals.",
    });
  checkShared(own, body);
  const target = body.target?.find(({ type }) => type === locationType);
  if (target === undefined) {
    const message = `must name the invited organization with type ${locationType}`;
    throw violationFailure([inBody("/target", "invitedOrganization", message)]);
  }
  const invited = universe.organizations.atLocation(target.id);
  const taken = members.find(({ organization }) => organization === invited.id);
  if (taken !== undefined)
    throw failure(409, "alreadyConnected", {
      ...{ message: "The organization already has a referral in this engagement.", target: "target" },
      reason: "Each organization has one referral in an engagement.",
    });
  return invited;
}

const locationType =
  "BusinessProfileLocation" satisfies typeof import("@partner-referrals/types").targetTypeValues[number];

function checkShared(own: Row, body: ReferralCreate): void {
  if (body.type !== shared)
    throw violationFailure([inBody("/type", "connected", `must be ${shared} with an engagementId`)]);
  const document = parse(own);
  refuseFinal(document);
  if (document.type !== shared)
    throw failure(409, "notShared", {
      ...{ message: `Your referral in this engagement is ${document.type}, not ${shared}.`, target: "type" },
      reason: "Only shared deals have connected referrals.",
    });
}
