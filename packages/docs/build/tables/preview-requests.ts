/** The properties of requests to the 2018 preview, and those of version 1.0. */
import type { Json } from "../contract.ts";
import { code, markdownTable } from "./markdown.ts";
import { type Changes, type Fate, previewFates } from "./preview-map.ts";
import { type Contract, schema } from "./read.ts";

const changes: Changes = {
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

/** @throws Error when a property of the preview is not accounted for. */
export function table(contract: Contract): string {
  const fates = previewFates(contract, {
    preview: "PreviewReferralUpdate",
    current: "ReferralCreate",
    changes,
  });
  const { required } = schema(contract, "ReferralCreate");
  const added = (Array.isArray(required) ? required : [])
    .filter((name: Json) => !fates.some(({ now }) => now === name))
    .map((name: Json) => ["none", code(String(name)), "required now"]);
  return markdownTable(["Preview", "Version 1.0", "Note"], [...fates.map(row), ...added]);
}

/** A line of a table about the preview. */
export function row({ was, now, note = "" }: Fate): string[] {
  return [code(was), now === undefined ? "none" : code(now), note];
}
