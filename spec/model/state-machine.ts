/** The statuses of a referral and how they follow one another: `x-state-machine` of the contract. */
import { entriesOf, isObject, itemsIn, type JsonObject } from "./json.ts";
import { schemaNamed, schemaNames } from "./schemas.ts";

/** What the state machine says of one status. */
export interface State {
  /** The statuses that may follow, maybe itself. */
  readonly transitions: readonly string[];
  readonly substatuses: readonly string[];
  /** Whether nothing can be changed any more. */
  readonly isTerminal: boolean;
}

/** A status with one of its substatuses. */
export interface StatusPair {
  readonly status: string;
  readonly substatus: string;
}

/** The states by status, in the order of the contract. @throws Error when no schema of the document has a state machine. */
export function stateMachine(document: JsonObject): ReadonlyMap<string, State> {
  const machine = findExtension(document, "x-state-machine");
  return new Map(entriesOf(machine).map(([status, state]) => [status, readState(state)]));
}

/** Each substatus with its status, by substatus. */
export function statusPairs(document: JsonObject): ReadonlyMap<string, StatusPair> {
  const states = [...stateMachine(document)];
  return new Map(
    states.flatMap(([status, { substatuses }]) =>
      substatuses.map((substatus): [string, StatusPair] => [substatus, { status, substatus }]),
    ),
  );
}

/** What the service itself sets: on what a partner `created`, on what it `received`, and on what has `expired`. */
export function defaultStates(document: JsonObject): ReadonlyMap<string, StatusPair> {
  return pairsNamed(document, "x-default-states");
}

/** What each status of the 2018 preview is in version 1.0. */
export function previewStates(document: JsonObject): ReadonlyMap<string, StatusPair> {
  return pairsNamed(document, "x-preview-status");
}

/** How long a received referral waits for an answer before it expires, as an ISO 8601 duration. */
export function expiresAfter(document: JsonObject): string {
  return String(findExtension(document, "x-expires-after"));
}

function pairsNamed(document: JsonObject, extension: string): ReadonlyMap<string, StatusPair> {
  const pairs = statusPairs(document);
  return new Map(
    entriesOf(findExtension(document, extension)).map(([name, substatus]) => {
      const pair = pairs.get(String(substatus));
      if (!pair)
        throw new Error(`${extension} names ${substatus}, which is no substatus of x-state-machine.`);
      return [name, pair];
    }),
  );
}

/** An extension of the one schema that has it. @throws Error when none has. */
function findExtension(document: JsonObject, extension: string): unknown {
  for (const name of schemaNames(document)) {
    const value = schemaNamed(document, name)[extension];
    if (value !== undefined) return value;
  }
  throw new Error(`No schema of the contract has ${extension}.`);
}

function readState(state: unknown): State {
  const { transitions, substatuses, final } = isObject(state) ? state : {};
  return {
    transitions: itemsIn(transitions).map(String),
    substatuses: itemsIn(substatuses).map(String),
    isTerminal: final === true,
  };
}
