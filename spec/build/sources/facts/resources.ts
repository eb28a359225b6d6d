import type { ContractView, Found } from "../contract-view.ts";
import type { ResourceFacts, Source } from "../source.ts";
import { type Flag, readStated } from "../stated.ts";
import { compareType, type NamedTypes } from "../types.ts";
import type { Fact } from "./fact.ts";
import { findProperty, type StatedProperty } from "./properties.ts";

/** Facts about resources: their properties, with type, and whether they are required or read-only. */
export function resourceFacts(source: Source): Fact[] {
  return Object.entries(source.resources ?? {}).flatMap(([resource, stated]) => [
    {
      id: resource,
      topic: "properties",
      place: ["resources", resource],
      check: (contract) => missingSchema(contract, schemasOf(resource, stated)),
    },
    ...Object.entries(stated.properties).flatMap(([name, text]) =>
      propertyFacts(source, resource, stated, name, text),
    ),
  ]);
}

function propertyFacts(
  source: Source,
  resource: string,
  stated: ResourceFacts,
  name: string,
  text: string | null,
): Fact[] {
  const id = `${resource}.${name}`;
  const { type, flags } = readStated(text);
  const place = ["resources", resource, "properties", name];
  const names = stated.names ?? source.names;
  const path = wirePath(name, names);
  /** The property must be so in each schema that stands for the resource. */
  const checkEach =
    (test: (property: Found<StatedProperty>) => string | undefined) => (contract: ContractView) => {
      for (const schemaName of schemasOf(resource, stated)) {
        const property = findProperty(contract, schemaName, path);
        if (!property) return `${schemaName} has no property ${path.join(".")}`;
        const problem = test(property);
        if (problem !== undefined) return problem;
      }
      return undefined;
    };
  return [
    { id, topic: "properties", parent: resource, place, check: checkEach(() => undefined) },
    ...(type === undefined
      ? []
      : [
          {
            id: `${id} type`,
            topic: "properties" as const,
            parent: id,
            place,
            check: checkEach(({ document, value }) =>
              compareType({ document, value: value.node }, type, namedTypes(source), names === ".NET"),
            ),
          },
        ]),
    ...flags.map((flag) => ({
      id: `${id} ${flag}`,
      topic: "properties" as const,
      parent: id,
      place,
      check: checkEach(({ value }) => compareFlag(value, flag)),
    })),
  ];
}

function compareFlag({ required, readOnly }: StatedProperty, flag: Flag): string | undefined {
  if (flag === "read-only") return readOnly ? undefined : "the contract does not have it read-only";
  if (required === (flag === "required")) return undefined;
  return `the contract has it ${required ? "required" : "optional"}`;
}

/** The contract's schemas for a type that this source names: a resource, an enumeration, one of `types`, else its name. */
export function namedTypes({ resources, enumerations, types }: Source): NamedTypes {
  return (name) => {
    const resource = resources?.[name];
    return resource ? schemasOf(name, resource) : [enumerations?.[name]?.schema ?? types?.[name] ?? name];
  };
}

/** The contract's schemas for a resource. */
export function schemasOf(name: string, { schema = name }: ResourceFacts): readonly string[] {
  return [schema].flat();
}

function missingSchema(contract: ContractView, names: readonly string[]): string | undefined {
  const missing = names.filter((name) => !contract.schema(name));
  return missing.length === 0 ? undefined : `the contract has no schema ${missing.join(", ")}`;
}

/** Names on the wire. The tables of .NET classes begin them with a capital. */
export function wirePath(name: string, names: Source["names"]): string[] {
  const path = name.startsWith("@") ? [name] : name.replaceAll("[]", "").split(".");
  return names === ".NET" ? path.map((part) => part.charAt(0).toLowerCase() + part.slice(1)) : path;
}

/** The nodes of the properties that a path leads through, the last one included; those that the contract has. */
export function propertiesOnTheWay(
  contract: ContractView,
  schemaName: string,
  path: readonly string[],
): unknown[] {
  return path.map((_, index) => findProperty(contract, schemaName, path.slice(0, index + 1))?.value.node);
}
