/** Which operations are of version 1.0, and which of the 2018 preview: their tags say so. */
import type { JsonObject, Operation } from "@partner-referrals/spec/model";
import { operationsOf } from "./operations.ts";

/** The operations that come first in the contract, with their tag. */
export function currentOperations(document: JsonObject): Operation[] {
  const [first, ...others] = operationsOf(document).operations;
  return first ? [first, ...others.filter(({ tags }) => tags[0] === first.tags[0])] : [];
}

/** Deprecated operations on the same host, with another tag. */
export function previewOperations(document: JsonObject): Operation[] {
  const [first] = currentOperations(document);
  return operationsOf(document).operations.filter(
    ({ deprecated, server, tags }) => deprecated && server === first?.server && tags[0] !== first.tags[0],
  );
}
