/** The properties of responses of the 2018 preview, and those of version 1.0. */
import type { JsonObject } from "@partner-referrals/spec/model";
import { codes, markdownTable } from "../markdown.ts";
import { type HandWrittenMappings, mapPreview, mappingRow } from "./preview-map.ts";

const changes: HandWrittenMappings = {
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

export function previewResponseTable(document: JsonObject): string {
  const mappings = mapPreview(document, { preview: "PreviewReferral", current: "Referral", changes });
  const changed = mappings.filter(({ now, was, note }) => now !== was || note !== undefined);
  const same = mappings.filter((mapping) => !changed.includes(mapping)).map(({ was }) => was);
  return markdownTable(
    ["Preview", "Version 1.0", "Note"],
    [...changed.map(mappingRow), [codes(same), "the same", ""]],
  );
}
