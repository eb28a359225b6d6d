/** The properties of answers of the 2018 preview, and those of version 1.0. */
import { codes, markdownTable } from "./markdown.ts";
import { type Changes, previewFates } from "./preview-map.ts";
import { row } from "./preview-requests.ts";
import type { Contract } from "./read.ts";

const changes: Changes = {
  status: { now: "status", note: "other values, see above" },
  statusDetail: { now: "substatus" },
  referralSource: { now: "referralSource", note: "means another thing: where a marketplace lead came from" },
  "customerProfile.id": { note: "gone" },
  "customerProfile.ids": { now: "customerProfile.ids", note: "an array of `{ profileType, id }`; was `{}`" },
  "details.closingDate": { now: "details.closingDateTime" },
  participants: { note: "gone: see `team`, `inviteContext`, and the referrals with the same `engagementId`" },
  "links.relatedReferrals.headers": { note: "gone" },
  "links.self.headers": { note: "gone" },
  attributes: { note: "gone" },
};

/** @throws Error when a property of the preview is not accounted for. */
export function table(contract: Contract): string {
  const fates = previewFates(contract, { preview: "PreviewReferral", current: "Referral", changes });
  const changed = fates.filter(({ now, was, note }) => now !== was || note !== undefined);
  const same = fates.filter((fate) => !changed.includes(fate)).map(({ was }) => was);
  return markdownTable(
    ["Preview", "Version 1.0", "Note"],
    [...changed.map(row), [codes(same), "the same", ""]],
  );
}
