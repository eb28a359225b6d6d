/** The lists of values that describe a deal, with the property that takes them. */
import { code, codes, markdownTable } from "./markdown.ts";
import { type Contract, knownValues } from "./read.ts";

const taxonomies: readonly (readonly [property: string, schema: string])[] = [
  ["customerProfile.size", "CustomerSize"],
  ["details.requirements.industries[].id", "Industry"],
  ["details.requirements.products[].id", "Product"],
  ["details.requirements.services[].id", "Service"],
  ["details.requirements.solutions[].id, with type Category", "SolutionCategory"],
  ["salesStage", "SalesStage"],
];

export function table(contract: Contract): string {
  return markdownTable(
    ["Property", "Known values"],
    taxonomies.map(([property, schema]) => {
      const [name = "", ...more] = property.split(", ");
      return [[code(name), ...more].join(", "), codes(knownValues(contract, schema))];
    }),
  );
}
