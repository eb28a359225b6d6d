/** Which operations are of version 1.0, and which of the 2018 preview: their tags say so. */
import { type JsonObject, listOperations, type Operation } from "@partner-referrals/spec/model";

/** The operations that come first in the contract, with their tag. */
export function currentOperations(document: JsonObject): Operation[] {
  const [first, ...others] = listOperations(document);
  return first ? [first, ...others.filter(({ tags }) => tags[0] === first.tags[0])] : [];
}

/** Deprecated operations on the same host, with another tag. */
export function previewOperations(document: JsonObject): Operation[] {
  const [first] = currentOperations(document);
  return listOperations(document).filter(
    ({ deprecated, server, tags }) => deprecated && server === first?.server && tags[0] !== first.tags[0],
  );
}
