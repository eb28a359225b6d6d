/** The headers that a caller may send. */
import { type LocatedOperation, listOperations } from "../contract.ts";
import { code, markdownTable } from "./markdown.ts";
import { type Contract, component, textOf } from "./read.ts";

export function table(contract: Contract): string {
  const operations = listOperations(contract);
  const headers = new Map<string, { readonly text: string; readonly by: LocatedOperation[] }>();
  for (const located of operations) {
    for (const { in: place, name, description = "" } of located.parameters) {
      if (place !== "header") continue;
      const header = headers.get(name) ?? { text: description, by: [] };
      header.by.push(located);
      headers.set(name, header);
    }
  }
  const required = (name: string, { operation, parameters }: LocatedOperation) =>
    code(operation.operationId) +
    (parameters.some((each) => each.name === name && each.required) ? " (required)" : "");
  return markdownTable(
    ["Header", "What to send", "With"],
    [
      [
        "`Authorization`",
        `\`Bearer\` and the token. ${textOf(component(contract, "securitySchemes", "entraUser"))}`,
        "all",
      ],
      ...[...headers].map(([name, { text, by }]) => [
        code(name),
        text,
        by.length === operations.length ? "all" : by.map((located) => required(name, located)).join(", "),
      ]),
    ],
  );
}
