/** The events about referrals. */
import { listOperations } from "../contract.ts";
import { code, markdownTable } from "./markdown.ts";
import type { Contract } from "./read.ts";

export function table(contract: Contract): string {
  return markdownTable(
    ["Event", "When"],
    listOperations(contract, contract.webhooks ?? {}).map(({ path, operation }) => [
      code(path),
      operation.description ?? "",
    ]),
  );
}
