/** The headers of answers. */
import { follow, listOperations, type Response } from "../contract.ts";
import { code, markdownTable } from "./markdown.ts";
import { type Contract, component, textOf } from "./read.ts";

export function table(contract: Contract): string {
  const statuses = new Map<string, { text: string; on: Set<string> }>();
  const responses = listOperations(contract).flatMap(({ operation }) =>
    Object.entries(operation.responses ?? {}),
  );
  for (const [status, reference] of responses) {
    const { headers = {} } = follow<Response>(contract, reference);
    for (const [name, header] of Object.entries(headers)) {
      const reused =
        "$ref" in header ? component(contract, "headers", header.$ref.split("/").at(-1) ?? "") : header;
      const seen = statuses.get(name) ?? { text: textOf({ ...reused }), on: new Set() };
      seen.on.add(status);
      statuses.set(name, seen);
    }
  }
  const all = new Set(responses.map(([status]) => status)).size;
  return markdownTable(
    ["Header", "What it holds", "On"],
    [...statuses].map(([name, { text, on }]) => [
      code(name),
      text,
      on.size === all ? "all answers" : [...on].sort().map(code).join(", "),
    ]),
  );
}
