/** How the kinds of deals are told apart: the table that the contract has at the operation that creates them. */
import type { OpenApiDocument } from "@partner-referrals/spec/model";
import { operationWithId } from "../operations.ts";

export function dealTypeTable(document: OpenApiDocument): string {
  const { description = "" } = operationWithId(document, "createReferral");
  const rows = description.split("\n").filter((line) => line.startsWith("|"));
  if (rows.length < 3)
    throw new Error("createReferral has no table of the kinds of deals in its description.");
  return rows.join("\n");
}
