/** The OData options of a list. */
import { listOperations, parameterExample } from "../contract.ts";
import { code, markdownTable } from "./markdown.ts";
import type { Contract } from "./read.ts";

export function table(contract: Contract): string {
  const list = listOperations(contract).find(({ operation }) => operation.operationId === "listReferrals");
  if (!list) throw new Error("The contract has no listReferrals.");
  return markdownTable(
    ["Option", "What it does", "Example"],
    list.parameters
      .filter((parameter) => parameter.in === "query")
      .map((parameter) => [
        code(parameter.name),
        parameter.description ?? "",
        code(String(parameterExample(contract, parameter))),
      ]),
  );
}
