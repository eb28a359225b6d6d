import type { Document } from "../store/store.ts";
import { toTimestamp } from "../time/clock.ts";
import type { Universe } from "../universe.ts";
import { parse } from "./find.ts";
import { saveChanged } from "./save.ts";
import { states } from "./state.ts";

/** Closes the referrals that nobody answered in time. They no longer tell who the customer's contacts are. */
export function expireReferrals(universe: Universe): void {
  for (const row of universe.store.expiring(toTimestamp(universe.clock.now()))) {
    const before = parse(row);
    saveChanged(universe, before, {
      ...before,
      ...states.expired,
      customerProfile: {
        ...before.customerProfile,
        ...(before.customerProfile.team && { team: before.customerProfile.team.map(withoutContact) }),
      },
    });
  }
}

function withoutContact(
  member: NonNullable<Document["team"]>[number],
): NonNullable<Document["team"]>[number] {
  return { ...member, firstName: "", lastName: "", email: "", phoneNumber: "" };
}
