/** What a filter and an order may name, with the type and the values that are known. */
import { isObject, type Json } from "../contract.ts";
import { code, codes, markdownTable } from "./markdown.ts";
import { type Contract, component, resolved, schema, valuesOf } from "./read.ts";

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
  let property: Json | undefined = schema(contract, "Referral");
  for (const segment of path.split("/")) {
    const object = resolved(contract, property);
    const { properties } = isObject(object.properties) ? object : resolved(contract, object.items);
    property = isObject(properties) ? properties[segment] : undefined;
  }
  const values = valuesOf(contract, property);
  if (values.length > 0) return codes(values.map((value) => `'${value}'`));
  const { format } = resolved(contract, property);
  if (format === "date-time") return "a timestamp without quotes, such as `2026-03-02T00:00:00Z`";
  return format === "uuid" ? "a GUID, with or without quotes" : "a text in single quotes";
}
