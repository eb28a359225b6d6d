/** The properties of a schema, with those of the objects and arrays in it. */
import { follow, isObject, type Json, type JsonObject } from "../contract.ts";
import { type Contract, schema } from "./read.ts";

/** Tells whether what a reference leads to is shown as one property. */
type IsWhole = (schemaName: string) => boolean;

/** Lists the paths of a schema's properties: dots lead into objects, `[]` into arrays. Objects are listed too. */
export function propertyPaths(contract: Contract, name: string, isWhole: IsWhole = () => false): string[] {
  return below(contract, schema(contract, name), "", isWhole);
}

function below(contract: Contract, value: JsonObject, path: string, isWhole: IsWhole): string[] {
  const { properties } = value;
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, property]) => {
    const here = `${path}${name}`;
    return [here, ...inside(contract, property, here, isWhole)];
  });
}

function inside(contract: Contract, value: Json | undefined, path: string, isWhole: IsWhole): string[] {
  if (!isObject(value)) return [];
  if (typeof value.$ref === "string") {
    const name = value.$ref.split("/").at(-1) ?? "";
    return isWhole(name)
      ? []
      : inside(contract, follow<JsonObject>(contract, { $ref: value.$ref }), path, isWhole);
  }
  const choices = Array.isArray(value.anyOf) ? value.anyOf : [];
  return [
    ...new Set([
      ...below(contract, value, `${path}.`, isWhole),
      ...inside(contract, value.items, `${path}[]`, isWhole),
      ...choices.flatMap((choice: Json) => inside(contract, choice, path, isWhole)),
    ]),
  ];
}
