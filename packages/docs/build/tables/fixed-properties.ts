/** What can be set when a referral is created, and not changed afterwards. */
import { isObject, type JsonObject } from "../contract.ts";
import { code, markdownTable } from "./markdown.ts";
import { type Contract, resolved, schema } from "./read.ts";

export function table(contract: Contract): string {
  return markdownTable(
    ["Property", "What it is"],
    fixedBelow(contract, schema(contract, "ReferralCreate"), ""),
  );
}

function fixedBelow(contract: Contract, { properties }: JsonObject, path: string): string[][] {
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, value]) => {
    const property = resolved(contract, value);
    const mutability = isObject(value)
      ? (value["x-ms-mutability"] ?? property["x-ms-mutability"])
      : undefined;
    if (!Array.isArray(mutability)) return fixedBelow(contract, property, `${path}${name}.`);
    if (mutability.includes("update")) return [];
    return [[code(`${path}${name}`), String(property.description ?? "")]];
  });
}
