import type { PreviewReferral } from "@partner-referrals/types";
import { operations } from "../contract/operations.ts";
import { isObject } from "../json.ts";
import type { Document } from "../store/store.ts";
import { toPreviewStatus } from "./status.ts";

const collection = operations.get("createPreviewReferral")?.path ?? "";

/** A referral as the preview shows it. */
export function toPreview(document: Document): PreviewReferral {
  const { id, engagementId, customerProfile, details } = document;
  const { closingDateTime, ...otherDetails } = details;
  const link = (uri: string) => ({ uri: collection + uri, method: "GET", headers: [] });
  const shown = {
    id,
    engagementId,
    organizationId: document.organizationId,
    organizationName: document.organizationName,
    externalReferenceId: document.externalReferenceId,
    createdDateTime: document.createdDateTime,
    updatedDateTime: document.updatedDateTime,
    expirationDateTime: document.expirationDateTime,
    status: toPreviewStatus(document),
    statusDetail: document.substatus,
    referralSource: document.referralSource,
    qualification: document.qualification,
    type: document.type,
    customerProfile: { ...customerProfile, ids: {} },
    consent: document.consent,
    details: { ...otherDetails, closingDate: closingDateTime },
    team: document.team,
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
