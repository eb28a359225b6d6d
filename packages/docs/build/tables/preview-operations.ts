/** The operations of the 2018 preview, and those to use instead. */
import { type LocatedOperation, listOperations } from "../contract.ts";
import { code, markdownTable } from "./markdown.ts";
import type { Contract } from "./read.ts";

/** @throws Error when an operation of the preview does not say what to use instead. */
export function table(contract: Contract): string {
  const operations = listOperations(contract);
  const named = new Map(operations.map((located) => [located.operation.operationId, located]));
  const preview = operations.filter(({ operation }) => operation.operationId.includes("Preview"));
  return markdownTable(
    ["Preview", "Version 1.0", "Operation"],
    preview.map((located) => {
      const [, name = ""] = /Use `(\w+)` instead/.exec(located.operation.description ?? "") ?? [];
      const current = named.get(name);
      if (!current) throw new Error(`${located.operation.operationId} does not say what to use instead.`);
      return [request(located), request(current), `[${name}](operation:${name})`];
    }),
  );
}

function request({ method, path }: LocatedOperation): string {
  return code(`${method.toUpperCase()} ${path}`);
}
