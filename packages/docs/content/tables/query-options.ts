/** The OData options of a list. */
import { type JsonObject, parameterExample } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";
import { operationWithId } from "../operations.ts";

export function queryOptionTable(document: JsonObject): string {
  return markdownTable(
    ["Option", "What it does", "Example"],
    operationWithId(document, "listReferrals")
      .parameters.filter((parameter) => parameter.in === "query")
      .map((parameter) => [
        code(parameter.name),
        parameter.description ?? "",
        code(parameterExample(document, parameter) ?? ""),
      ]),
  );
}
