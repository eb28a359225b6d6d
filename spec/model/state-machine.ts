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

/** The states by status, in the order of the contract. @throws Error when no schema of the document has a state machine. */
export function stateMachine(document: JsonObject): ReadonlyMap<string, State> {
  for (const name of schemaNames(document)) {
    const machine = schemaNamed(document, name)["x-state-machine"];
    if (isObject(machine))
      return new Map(entriesOf(machine).map(([status, state]) => [status, readState(state)]));
  }
  throw new Error("No schema of the contract has an x-state-machine.");
}

function readState(state: unknown): State {
  const { transitions, substatuses, final } = isObject(state) ? state : {};
  return {
    transitions: itemsIn(transitions).map(String),
    substatuses: itemsIn(substatuses).map(String),
    isTerminal: final === true,
  };
}
