/** What a filter and an order may name, with the type and the values that are known. */
import {
  filterableProperties,
  type JsonObject,
  knownValues,
  propertyAt,
  schemaNamed,
  sortableProperties,
} from "@partner-referrals/spec/model";
import { code, codes, markdownTable } from "../markdown.ts";

export function filterablePropertyTable(document: JsonObject): string {
  const sortable = sortableProperties(document);
  const filterable = filterableProperties(document);
  return markdownTable(
    ["Property", "Filter", "Order", "Compare with"],
    [...new Set([...filterable, ...sortable])].map((path) => [
      code(path),
      filterable.includes(path) ? "yes" : "",
      sortable.includes(path) ? "yes" : "",
      literalOf(document, path),
    ]),
  );
}

function literalOf(document: JsonObject, path: string): string {
  const property = propertyAt(document, schemaNamed(document, "Referral"), path.split("/"));
  const values = knownValues(document, property?.node);
  if (values.length > 0) return codes(values.map((value) => `'${value}'`));
  if (property?.kind === "date-time") return "a timestamp without quotes, such as `2026-03-02T00:00:00Z`";
  if (property?.kind === "number") return "a number";
  return property?.kind === "uuid" ? "a GUID, with or without quotes" : "text in single quotes";
}
