import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Contract } from "../contract/contract.ts";
import { createValidator } from "../contract/validator.ts";
import type { Instance } from "./instances.ts";
import { createPrismValidators, schemasOfRequests } from "./prism.ts";
import { isOfShape, validateByTypes } from "./typescript.ts";

/** Ajv and another validator have said different things of an instance. */
export interface Disagreement {
  validator: string;
  instance: Instance;
  /** What Ajv says; the other validator says the opposite. */
  isValid: boolean;
}

/** What is known of disagreements: which ones, and why they are none of the contract's faults. */
export interface Explanation {
  validator: string;
  keywords: string[];
  /** Regular expressions for the schema and the pointer to the change. */
  at: string[];
  because: string;
}

/** What `disagreements.yaml` says. */
export const explanations: Explanation[] = parse(
  readFileSync(join(import.meta.dirname, "disagreements.yaml"), "utf8"),
);

/** Has all instances checked by all validators. The results are those of Ajv. */
export async function compareValidators(
  contract: Contract,
  instances: Instance[],
): Promise<{ disagreements: Disagreement[]; results: boolean[] }> {
  const validate = createValidator(contract);
  const { asResponse, asRequest } = await createPrismValidators(contract);
  const requested = schemasOfRequests(contract);
  const results = instances.map(({ schema, value }) => validate(`/components/schemas/${schema}`, value));
  const disagreements: Disagreement[] = [];
  for (const [index, instance] of instances.entries()) {
    const { schema, value } = instance;
    const isValid = results[index] === true;
    const note = (validator: string) => disagreements.push({ validator, instance, isValid });
    if (asResponse(schema, value) !== isValid) note("Prism, of a response");
    if (requested.has(schema) && asRequest(schema, value) !== isValid) note("Prism, of a request");
  }
  const typed = [...instances.entries()].filter(([, instance]) => isOfShape(instance));
  const accepted = validateByTypes(typed.map(([, instance]) => instance));
  for (const [position, [index, instance]] of typed.entries()) {
    const isValid = results[index] === true;
    if (accepted[position] !== isValid) disagreements.push({ validator: "TypeScript", instance, isValid });
  }
  return { disagreements, results };
}

/** The expression of an explanation that a disagreement is explained by. */
export function explainedBy(
  explanation: Explanation,
  { validator, instance }: Disagreement,
): string | undefined {
  const { keyword, pointer } = instance.change;
  if (explanation.validator !== validator || !explanation.keywords.includes(keyword)) return undefined;
  return explanation.at.find((expression) => new RegExp(expression).test(instance.schema + pointer));
}
