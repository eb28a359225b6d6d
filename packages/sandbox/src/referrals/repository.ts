import type { ReferralEventName } from "@partner-referrals/types";
import type { Document, Row } from "../store/store.ts";
import type { Universe } from "../universe.ts";
import { newETag } from "./etag.ts";
import { isIn, states } from "./state.ts";

type KnownEvent = Extract<
  ReferralEventName,
  "referral-created" | "referral-updated" | "related-referral-created" | "related-referral-updated"
>;

/** Stores a new referral and tells the organizations of the engagement. */
export function saveNew(universe: Universe, document: Document): Row {
  return save(universe, document, "referral-created", "related-referral-created");
}

/** Stores a changed referral, with the timestamps that go with its new state, and tells the organizations. */
export function saveChanged(universe: Universe, before: Document, after: Document): Row {
  const now = universe.clock.stamp();
  const isNew = after.status === states.pending.status;
  const becomes = (status: string) => after.status === status && before.status !== status;
  const changed: Document = {
    ...after,
    updatedDateTime: now,
    expirationDateTime: isNew ? (before.expirationDateTime ?? null) : null,
    acceptedDateTime: becomes(states.accepted.status) ? now : (before.acceptedDateTime ?? null),
    closedDateTime: becomes(states.won.status) ? now : (before.closedDateTime ?? null),
    eTag: newETag(universe),
  };
  return save(universe, changed, "referral-updated", "related-referral-updated");
}

function save(universe: Universe, document: Document, own: KnownEvent, related: KnownEvent): Row {
  const row = universe.store.atomically(() => {
    universe.saveRevision();
    return universe.store.put(document);
  });
  if (document.expirationDateTime && isIn(document, states.pending))
    universe.expectExpiry(document.expirationDateTime);
  if (!universe.webhooks.isAnyoneRegistered()) return row;
  const time = document.updatedDateTime;
  universe.webhooks.notify(document.organizationId, own, document.id, time);
  for (const { organization } of universe.store.inEngagement(document.engagementId)) {
    if (organization !== document.organizationId)
      universe.webhooks.notify(organization, related, document.id, time);
  }
  return row;
}
