/** The lists of values that describe a deal, with the property that takes them. */
import { type JsonObject, knownValues, schemaNamed } from "@partner-referrals/spec/model";
import { codes, markdownTable } from "../markdown.ts";

const taxonomies: readonly (readonly [property: string, schema: string])[] = [
  ["`customerProfile.size`", "CustomerSize"],
  ["`details.requirements.industries[].id`", "Industry"],
  ["`details.requirements.products[].id`", "Product"],
  ["`details.requirements.services[].id`", "Service"],
  ["`details.requirements.solutions[].id`, with type `Category`", "SolutionCategory"],
  ["`salesStage`", "SalesStage"],
];

export function taxonomyTable(document: JsonObject): string {
  return markdownTable(
    ["Property", "Schema", "Known values"],
    taxonomies.map(([property, schema]) => [
      property,
      `[\`${schema}\`](schema:${schema})`,
      codes(knownValues(document, schemaNamed(document, schema))),
    ]),
  );
}
