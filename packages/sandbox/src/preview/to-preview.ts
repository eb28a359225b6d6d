import { isObject } from "@partner-referrals/spec/model";
import type { PreviewReferral } from "@partner-referrals/types";
import { operationNamed } from "../contract/operations.ts";
import type { StoredReferral } from "../store/store.ts";
import { toPreviewStatus } from "./status.ts";

const collection = operationNamed("createPreviewReferral").path;

/** A referral as the preview shows it. */
export function toPreview(referral: StoredReferral): PreviewReferral {
  const { id, engagementId, customerProfile, details } = referral;
  const { closingDateTime, ...otherDetails } = details;
  const link = (uri: string) => ({ uri: collection + uri, method: "GET", headers: [] });
  const shown = {
    id,
    engagementId,
    organizationId: referral.organizationId,
    organizationName: referral.organizationName,
    externalReferenceId: referral.externalReferenceId,
    createdDateTime: referral.createdDateTime,
    updatedDateTime: referral.updatedDateTime,
    expirationDateTime: referral.expirationDateTime,
    status: toPreviewStatus(referral),
    statusDetail: referral.substatus,
    referralSource: referral.referralSource,
    qualification: referral.qualification,
    type: referral.type,
    customerProfile: { ...customerProfile, ids: {} },
    consent: referral.consent,
    details: { ...otherDetails, closingDate: closingDateTime },
    team: referral.team,
    links: { relatedReferrals: link(`/?engagementId=${engagementId}`), self: link(`/${id}`) },
    attributes: { objectType: "Referral" },
  };
  // A cast, because leaving out nulls keeps the shape.
  return withoutNulls(shown) as PreviewReferral;
}

/** The preview leaves out what version 1.0 says is null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([name, inner]) => [name, withoutNulls(inner)]),
  );
}
