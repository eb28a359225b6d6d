/** What the contract says and no source does: the other direction of accounting. */
import { getIn, itemsIn } from "../../model/json.ts";
import { knownValues, schemaNames } from "../../model/schemas.ts";
import type { ContractView } from "./contract-view.ts";
import type { Source } from "./source.ts";

/**
 * The known values of enumerations, and the properties to filter and sort by, that none of the sources states. What is
 * required or allowed beyond the sources is not among it: `x-evidence` says where that is our own conclusion.
 */
export function findUnstated(contract: ContractView, sources: readonly Source[]): string[] {
  const stated = statedValues(sources);
  const values = contract.documents.flatMap((document) =>
    schemaNames(document).flatMap((name) =>
      knownValues(document, getIn(document, "components", "schemas", name))
        .filter((value) => !stated.has(`${name} ${value}`))
        .map((value) => `${name} ${value}`),
    ),
  );
  const listed = contract.operations.flatMap(({ value }) =>
    value.parameters.flatMap(({ node, name }) =>
      [...itemsIn(node["x-filterable"]), ...itemsIn(node["x-sortable"])]
        .map((property) => `${name} by ${property}`)
        .filter((item) => !stated.has(item)),
    ),
  );
  return [...new Set([...values, ...listed])];
}

function statedValues(sources: readonly Source[]): ReadonlySet<string> {
  const stated = new Set<string>();
  for (const { enumerations, operations } of sources) {
    for (const [name, { schema = name, values }] of Object.entries(enumerations ?? {}))
      for (const value of values) stated.add(`${schema} ${value}`);
    for (const facts of Object.values(operations ?? {})) {
      for (const property of facts?.filter ?? []) stated.add(`$filter by ${property}`);
      for (const property of facts?.sort ?? []) stated.add(`$orderby by ${property}`);
    }
  }
  return stated;
}
