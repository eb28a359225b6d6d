/** The statuses of the 2018 preview, and what they are today. */
import {
  type JsonObject,
  knownValues,
  schemaNamed,
  stateMachine,
  valueDescriptions,
} from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";

/** No source maps the statuses. These differ from the substatus or status of the same name. */
const otherSubstatus: Readonly<Record<string, string>> = { Archived: "Declined" };

export function previewStatusTable(document: JsonObject): string {
  const schema = schemaNamed(document, "PreviewReferralStatus");
  const meanings = valueDescriptions(document, schema);
  return markdownTable(
    ["Preview", "Meaning", "`status`", "`substatus`"],
    knownValues(document, schema).map((name) => [
      code(name),
      meanings.get(name) ?? "",
      ...currentState(document, name).map((value) => (value ? code(value) : "none")),
    ]),
  );
}

/** The status and substatus of version 1.0 for a status of the preview. */
function currentState(document: JsonObject, name: string): [status: string, substatus: string] {
  const wanted = otherSubstatus[name] ?? name;
  for (const [status, { substatuses }] of stateMachine(document)) {
    if (status === wanted) return [status, substatuses[0] ?? ""];
    if (substatuses.includes(wanted)) return [status, wanted];
  }
  return ["", ""];
}
