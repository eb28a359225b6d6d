/** The operations and events of a contract, read once: each page of a schema looks at all of them. */
import {
  type JsonObject,
  listOperations,
  listWebhooks,
  type Operation,
  operationNamed,
} from "@partner-referrals/spec/model";

interface Operations {
  readonly operations: readonly Operation[];
  readonly webhooks: readonly Operation[];
}

const known = new WeakMap<JsonObject, Operations>();

/** @param document must not change any more */
export function operationsOf(document: JsonObject): Operations {
  const before = known.get(document);
  if (before) return before;
  const found = { operations: listOperations(document), webhooks: listWebhooks(document) };
  known.set(document, found);
  return found;
}

/** @throws Error when the contract has none of that id. */
export function operationWithId(document: JsonObject, id: string): Operation {
  const { operations, webhooks } = operationsOf(document);
  return [...operations, ...webhooks].find((one) => one.id === id) ?? operationNamed(document, id);
}
