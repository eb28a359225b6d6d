/** The OData options of a list. */
import { type JsonObject, operationNamed, parameterExample } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";

export function queryOptionTable(document: JsonObject): string {
  return markdownTable(
    ["Option", "What it does", "Example"],
    operationNamed(document, "listReferrals")
      .parameters.filter((parameter) => parameter.in === "query")
      .map((parameter) => [
        code(parameter.name),
        parameter.description ?? "",
        code(parameterExample(document, parameter) ?? ""),
      ]),
  );
}
