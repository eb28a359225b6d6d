/** The substatuses that a referral can have, by status, with who sets them. */
import { type JsonObject, schemaNamed, stateMachine, valueDescriptions } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";

/** Who sets it, and how with the client. The contract says what is allowed, not who does it. */
const setBy: Readonly<Record<string, string>> = {
  Pending: "the service, on a referral that was sent to you",
  Received: "the service",
  Accepted: "you, with `accept`; the service on deals that you create",
  Won: "you, with `win`",
  Lost: "you, with `lose` and a reason",
  Declined: "you, with `decline` and a reason",
  Expired: "the service, when nobody accepted or declined in time",
  Error: "you, with `edit`",
};

export function substatusTable(document: JsonObject): string {
  const meanings = valueDescriptions(document, schemaNamed(document, "ReferralSubstatus"));
  return markdownTable(
    ["Substatus", "Status", "Meaning", "Set by"],
    [...stateMachine(document)].flatMap(([status, { substatuses }]) =>
      substatuses.map((substatus) => [
        code(substatus),
        code(status),
        meanings.get(substatus) ?? "",
        setBy[substatus] ?? "not documented",
      ]),
    ),
  );
}
