import { getOwn } from "../../../model/json.ts";
import { knownValues } from "../../../model/schemas.ts";
import { stateMachine } from "../../../model/state-machine.ts";
import type { ContractView } from "../contract-view.ts";
import type { Source } from "../source.ts";
import type { Fact } from "./fact.ts";

/** Facts about enumerations: each value, their order, and their numbers where the source has them. */
export function enumerationFacts(source: Source): Fact[] {
  return Object.entries(source.enumerations ?? {}).flatMap(([name, { schema = name, values, ordinals }]) => {
    const place = ["enumerations", name];
    const known = (contract: ContractView) => {
      const found = contract.schema(schema);
      return found ? knownValues(found.document, found.value) : [];
    };
    const facts: Fact[] = [
      {
        id: name,
        topic: "values",
        place,
        check: (contract) => (contract.schema(schema) ? undefined : `the contract has no schema ${schema}`),
      },
      ...values.map(
        (value, index): Fact => ({
          id: `${name} ${value}`,
          topic: "values",
          parent: name,
          place: [...place, "values", index],
          check: (contract) =>
            known(contract).includes(value) ? undefined : `${schema} does not know ${value}`,
        }),
      ),
      {
        id: `${name} order`,
        topic: "values",
        parent: name,
        place: [...place, "values"],
        check(contract) {
          const ours = known(contract).filter((value) => values.includes(value));
          const theirs = values.filter((value) => ours.includes(value));
          return ours.join("\n") === theirs.join("\n") ? undefined : `${schema} has ${ours.join(", ")}`;
        },
      },
    ];
    if (ordinals)
      facts.push({
        id: `${name} ordinals`,
        topic: "values",
        parent: name,
        place: [...place, "ordinals"],
        check(contract) {
          const stated = getOwn(contract.schema(schema)?.value, "x-enum-ordinals");
          return JSON.stringify(stated) === JSON.stringify(ordinals)
            ? undefined
            : `${schema} gives no x-enum-ordinals with these numbers`;
        },
      });
    return facts;
  });
}

/** Facts of the table that says which status may follow which, and which substatuses each may have. */
export function transitionFacts(source: Source): Fact[] {
  return Object.entries(source.transitions ?? {}).flatMap(([status, { to, substatuses }]) => {
    const facts = (
      kind: "to" | "substatuses",
      member: "transitions" | "substatuses",
      word: string,
    ): Fact[] => {
      const stated = kind === "to" ? to : substatuses;
      const place = ["transitions", status, kind];
      const ours = (contract: ContractView) => stateOf(contract, status)?.[member] ?? [];
      return [
        ...stated.map(
          (value, index): Fact => ({
            id: `${status} ${word} ${value}`,
            topic: "transitions",
            place: [...place, index],
            check: (contract) =>
              ours(contract).includes(value) ? undefined : "the contract does not allow it",
          }),
        ),
        {
          id: `${status} ${word} nothing else`,
          topic: "transitions",
          place,
          check(contract, later) {
            const added = later.flatMap(({ transitions }) => transitions?.[status]?.[kind] ?? []);
            const more = ours(contract).filter((value) => !stated.includes(value) && !added.includes(value));
            return more.length === 0 ? undefined : `the contract allows ${more.join(", ")}, too`;
          },
        },
      ];
    };
    return [...facts("to", "transitions", "to"), ...facts("substatuses", "substatuses", "as")];
  });
}

function stateOf(contract: ContractView, status: string) {
  const found = contract.schema("ReferralStatus");
  return found && stateMachine(found.document).get(status);
}
