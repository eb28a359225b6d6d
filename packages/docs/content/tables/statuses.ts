/** The status table: what each status means, its substatuses, and which statuses may follow. */
import { type JsonObject, schemaNamed, stateMachine, valueDescriptions } from "@partner-referrals/spec/model";
import { code, codes, markdownTable } from "../markdown.ts";

export function statusTable(document: JsonObject): string {
  const meanings = valueDescriptions(document, schemaNamed(document, "ReferralStatus"));
  return markdownTable(
    ["Status", "Meaning", "Substatuses", "May change to"],
    [...stateMachine(document)].map(([status, { substatuses, transitions, isTerminal }]) => [
      code(status),
      meanings.get(status) ?? "",
      codes(substatuses),
      isTerminal ? "nothing" : codes(transitions.filter((other) => other !== status)),
    ]),
  );
}
