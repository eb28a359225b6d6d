/** What to look for on a page to know that it shows an operation. */
import { readFile } from "node:fs/promises";
import { contractFile } from "./requests.ts";

export interface OperationText {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  /** The beginning of the description, as far as it is without markup and line breaks. */
  readonly phrase: string;
}

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly description?: string;
}

export async function readOperationTexts(): Promise<OperationText[]> {
  const { paths }: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
    await readFile(contractFile, "utf8"),
  );
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId, tags, description = "" }]) => {
      const tag = tags?.[0];
      return operationId && tag ? [{ operationId, method, path, tag, phrase: plainStart(description) }] : [];
    }),
  );
}

function plainStart(markdown: string): string {
  return (/^[^`*_[\]<\n]+/.exec(markdown)?.[0] ?? "").trim();
}
