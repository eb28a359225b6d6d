/** How the kinds of deals are told apart: the table that the contract has at the operation that creates them. */
import { listOperations } from "../contract.ts";
import type { Contract } from "./read.ts";

export function table(contract: Contract): string {
  const create = listOperations(contract).find(({ operation }) => operation.operationId === "createReferral");
  const rows = (create?.operation.description ?? "").split("\n").filter((line) => line.startsWith("|"));
  if (rows.length < 3)
    throw new Error("createReferral has no table of the kinds of deals in its description.");
  return rows.join("\n");
}
