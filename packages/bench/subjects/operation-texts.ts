/** What to look for on a page to know that it shows an operation. */
import { contract, listOperations } from "@partner-referrals/spec/model";

export interface OperationText {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  /** The beginning of the description, as far as it is without markup and line breaks. */
  readonly phrase: string;
}

/** The texts of all operations of the contract that have a tag. */
export function readOperationTexts(): OperationText[] {
  return listOperations(contract).flatMap(({ id, method, path, tags: [tag], description = "" }) =>
    tag ? [{ operationId: id, method, path, tag, phrase: plainStart(description) }] : [],
  );
}

function plainStart(markdown: string): string {
  return (/^[^`*_[\]<\n]+/.exec(markdown)?.[0] ?? "").trim();
}
