/** The properties of requests to the 2018 preview, and those of version 1.0. */
import { itemsIn, type JsonObject, schemaNamed } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";
import { type HandWrittenMappings, mapPreview, mappingRow } from "./preview-map.ts";

const changes: HandWrittenMappings = {
  Id: { note: "gone: the id stands in the path" },
  Status: { now: "status", note: "with `substatus`; other values, see below" },
  ReferralSource: { note: "gone: the service sets `referralSource`" },
  "CustomerProfile.Id": { note: "gone; `customerProfile.ids` takes a D-U-N-S number" },
  "CustomerProfile.Contacts": { now: "customerProfile.team", note: "an array" },
  "Details.DealValue": {
    now: "details.dealValue",
    note: "a number, never an empty text; say the `currency` too",
  },
  "Details.ClosingDate": { now: "details.closingDateTime", note: "a timestamp" },
  "Details.Requirements.IndustryFocus": {
    now: "details.requirements.industries",
    note: "an array of `{ id }`",
  },
  "Details.Requirements.Products": { now: "details.requirements.products", note: "an array of `{ id }`" },
  "Details.Requirements.ServiceTypes": { now: "details.requirements.services", note: "an array of `{ id }`" },
  "Details.Requirements.Solutions": {
    now: "details.requirements.solutions",
    note: "an array of `{ id, type }`; a category has the type `Category`",
  },
  Participants: { note: "gone: each organization has a referral of its own" },
  "Participants.OrganizationName": { note: "gone: your organization is that of the token" },
  "Participants.Users": { now: "team", note: "an array" },
};

export function previewRequestTable(document: JsonObject): string {
  const mappings = mapPreview(document, {
    preview: "PreviewReferralUpdate",
    current: "ReferralCreate",
    changes,
  });
  const added = itemsIn(schemaNamed(document, "ReferralCreate").required)
    .map(String)
    .filter((name) => !mappings.some(({ now }) => now === name))
    .map((name) => ["none", code(name), "required now"]);
  return markdownTable(["Preview", "Version 1.0", "Note"], [...mappings.map(mappingRow), ...added]);
}
