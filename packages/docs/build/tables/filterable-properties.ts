/** What a filter and an order may name, with the type and the values that are known. */
import { follow, isObject, type Json, type JsonObject } from "../contract.ts";
import { code, codes, markdownTable } from "./markdown.ts";
import { type Contract, component, knownValues, schema } from "./read.ts";

export function table(contract: Contract): string {
  const sortable = list(contract, "OrderBy", "x-sortable");
  const filterable = list(contract, "Filter", "x-filterable");
  return markdownTable(
    ["Property", "Filter", "Order", "Compare with"],
    [...new Set([...filterable, ...sortable])].map((path) => [
      code(path),
      filterable.includes(path) ? "yes" : "",
      sortable.includes(path) ? "yes" : "",
      literalOf(contract, path),
    ]),
  );
}

function list(contract: Contract, parameter: string, extension: string): string[] {
  const names = component(contract, "parameters", parameter)[extension];
  if (!Array.isArray(names)) throw new Error(`The parameter ${parameter} has no ${extension}.`);
  return names.map(String);
}

function literalOf(contract: Contract, path: string): string {
  let property: JsonObject = schema(contract, "Referral");
  let name = "";
  for (const segment of path.split("/")) {
    const items = resolve(contract, property.items);
    const { properties } = isObject(property.properties) ? property : items.value;
    ({ value: property, name } = resolve(contract, isObject(properties) ? properties[segment] : undefined));
  }
  const values = name ? knownValues(contract, name) : [];
  if (values.length > 0) return codes(values.map((value) => `'${value}'`));
  if (property.format === "date-time") return "a timestamp without quotes, such as `2026-03-02T00:00:00Z`";
  return property.format === "uuid" ? "a GUID, with or without quotes" : "a text in single quotes";
}

function resolve(contract: Contract, value: Json | undefined): { value: JsonObject; name: string } {
  if (!isObject(value)) return { value: {}, name: "" };
  if (typeof value.$ref !== "string") return { value, name: "" };
  return {
    value: follow<JsonObject>(contract, { $ref: value.$ref }),
    name: value.$ref.split("/").at(-1) ?? "",
  };
}
