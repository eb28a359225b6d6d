import {
  contract,
  type Operation as DeclaredOperation,
  getIn,
  listOperations,
  responseExample,
} from "@partner-referrals/spec/model";

/** An operation of the contract, with what a server derives from its security. */
export interface Operation extends DeclaredOperation {
  /** The audience of tokens for it. */
  readonly audience: string;
  /** Whether an app may call it without a user. */
  readonly allowsApp: boolean;
  /** Where the schema of the request body is in the contract; undefined where there is none. */
  readonly bodySchema: string | undefined;
}

/** All operations, by id. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  listOperations(contract).map((operation) => [operation.id, readOperation(operation)]),
);

/** @throws TypeError when the contract has no operation of this id. */
export function operationNamed(id: string): Operation {
  const found = operations.get(id);
  if (found === undefined) throw new TypeError(`The contract has no operation ${id}.`);
  return found;
}

/** The example of a successful response: the first, or the one that `matches` selects. */
export function exampleResponse(id: string): unknown {
  return responseExample(contract, operationNamed(id), 200).value;
}

function readOperation(operation: DeclaredOperation): Operation {
  const schemes = operation.security.flatMap(Object.entries<readonly string[]>);
  const [scope = ""] = schemes[0]?.[1] ?? [];
  return {
    ...operation,
    audience: scope.replace(/\/\.default$/, ""),
    allowsApp: schemes.some(([name]) => hasClientCredentials(name)),
    bodySchema: operation.requestBody?.content[0]?.schemaPointer,
  };
}

function hasClientCredentials(scheme: string): boolean {
  return getIn(contract, "components", "securitySchemes", scheme, "flows", "clientCredentials") !== undefined;
}
