/** The headers that a client may send. */
import { componentNamed, type JsonObject, type Operation, textIn } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";
import { operationsOf } from "../operations.ts";

export function requestHeaderTable(document: JsonObject): string {
  const operations = operationsOf(document).operations;
  const headers = new Map<string, { readonly text: string; readonly users: Operation[] }>();
  for (const operation of operations) {
    for (const { in: place, name, description = "" } of operation.parameters) {
      if (place !== "header") continue;
      const header = headers.get(name) ?? { text: description, users: [] };
      header.users.push(operation);
      headers.set(name, header);
    }
  }
  const token = textIn(componentNamed(document, "securitySchemes", "entraUser").description) ?? "";
  return markdownTable(
    ["Header", "What to send", "With"],
    [
      ["`Authorization`", `\`Bearer\` and the token. ${token}`, "all"],
      ...[...headers].map(([name, { text, users }]) => [
        code(name),
        text,
        users.length === operations.length
          ? "all"
          : users.map((user) => operationLink(name, user)).join(", "),
      ]),
    ],
  );
}

function operationLink(header: string, { id, parameters }: Operation): string {
  const required = parameters.some(({ name, required }) => name === header && required);
  return `[\`${id}\`](operation:${id})${required ? " (required)" : ""}`;
}
