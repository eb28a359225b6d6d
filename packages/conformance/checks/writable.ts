import { componentName } from "../contract/contract.ts";
import type { Check } from "./check.ts";

/** What a partner can patch is what a partner can create, and what the service sets is neither. */
export const writable: Check = function* ({ contract, accepts, names }) {
  if (!["Referral", "ReferralCreate", "ReferralPatchOperation"].some((name) => names.has(name))) return;
  const { Referral: referral = {}, ReferralCreate: create = {} } = contract.components.schemas;
  const canCreate = (property: string) => property in (create.properties ?? {});
  for (const [property, { readOnly = false }] of Object.entries(referral.properties ?? {})) {
    const canPatch = accepts("/components/schemas/ReferralPatchOperation", {
      op: "replace",
      path: `/${property}`,
      value: null,
    });
    // The one exception on each side: registrations are added by a patch, the engagement is chosen when creating.
    const mayPatch = !readOnly || property === "registrations";
    const isIgnored = create.properties?.[property]?.deprecated === true;
    const mayCreate = !readOnly || property === "engagementId" || isIgnored;
    if (canPatch !== mayPatch) yield `${property} can${canPatch ? "" : "not"} be patched.`;
    if (canCreate(property) !== mayCreate)
      yield `${property} can${canCreate(property) ? "" : "not"} be created.`;
  }
  for (const [property, schema] of Object.entries(create.properties ?? {})) {
    const answered = referral.properties?.[property];
    if (componentName(schema) !== componentName(answered))
      yield `${property} is answered as something else than it is sent.`;
  }
};
