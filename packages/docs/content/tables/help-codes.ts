/** The kinds of help that Microsoft can be asked for. */
import { type JsonObject, knownValues, schemaNamed, valueDescriptions } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";

export function helpCodeTable(document: JsonObject): string {
  const schema = schemaNamed(document, "AssistanceRequestCode");
  const meanings = valueDescriptions(document, schema);
  return markdownTable(
    ["`assistanceRequestCode`", "Help"],
    knownValues(document, schema).map((name) => [code(name), meanings.get(name) ?? ""]),
  );
}
