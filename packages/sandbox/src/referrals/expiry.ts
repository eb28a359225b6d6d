import type { StoredReferral } from "../store/store.ts";

/** A referral that nobody responded to in time no longer tells who the customer's contacts are. */
export function redactContacts(referral: StoredReferral): StoredReferral {
  const { customerProfile } = referral;
  if (!customerProfile.team) return referral;
  const team = customerProfile.team.map((contact) => ({
    ...contact,
    firstName: "",
    lastName: "",
    email: "",
    phoneNumber: "",
  }));
  return { ...referral, customerProfile: { ...customerProfile, team } };
}
