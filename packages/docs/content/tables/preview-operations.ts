/** The operations of the 2018 preview, and those to use instead. */
import type { JsonObject, Operation } from "@partner-referrals/spec/model";
import { code, markdownTable } from "../markdown.ts";
import { operationsOf } from "../operations.ts";
import { previewOperations } from "../versions.ts";

export function previewOperationTable(document: JsonObject): string {
  const operations = operationsOf(document).operations;
  return markdownTable(
    ["Preview", "Version 1.0", "Operation"],
    previewOperations(document).map((operation) => {
      const [, name = ""] = /Use `(\w+)` instead/.exec(operation.description ?? "") ?? [];
      const current = operations.find(({ id }) => id === name);
      return current
        ? [request(operation), request(current), `[${name}](operation:${name})`]
        : [request(operation), "none", ""];
    }),
  );
}

function request({ method, path }: Operation): string {
  return code(`${method.toUpperCase()} ${path}`);
}
