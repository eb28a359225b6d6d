/** The headers of responses. */
import type { JsonObject } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";
import { operationsOf } from "../operations.ts";

export function responseHeaderTable(document: JsonObject): string {
  const responses = operationsOf(document).operations.flatMap((operation) => [
    ...operation.responses.values(),
  ]);
  const headers = new Map<string, { readonly text: string; readonly statuses: Set<string> }>();
  for (const { status, headers: sent } of responses) {
    for (const { name, description = "" } of sent) {
      const header = headers.get(name) ?? { text: description, statuses: new Set<string>() };
      header.statuses.add(status);
      headers.set(name, header);
    }
  }
  const all = new Set(responses.map(({ status }) => status)).size;
  return markdownTable(
    ["Header", "What it holds", "On"],
    [...headers].map(([name, { text, statuses }]) => [
      code(name),
      text,
      statuses.size === all ? "all responses" : [...statuses].sort().map(code).join(", "),
    ]),
  );
}
