import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Contract } from "../contract/document.ts";
import { createJudge } from "../contract/judge.ts";
import type { Instance } from "./instances.ts";
import { createPrismReaders, schemasOfRequests } from "./prism.ts";
import { isOfShape, judgeByTypes } from "./typescript.ts";

/** Ajv and another reader have said different things of an instance. */
export interface Disagreement {
  reader: string;
  instance: Instance;
  /** What Ajv says; the other reader says the opposite. */
  fits: boolean;
}

/** What is known of disagreements: which ones, and why they are none of the contract's faults. */
export interface Explanation {
  reader: string;
  keywords: string[];
  /** Regular expressions for the schema and the pointer to the change. */
  at: string[];
  because: string;
}

/** What `disagreements.yaml` says. */
export const explanations: Explanation[] = parse(
  readFileSync(join(import.meta.dirname, "disagreements.yaml"), "utf8"),
);

/** Has all instances judged by all readers. The verdicts are those of Ajv. */
export async function compareReaders(
  contract: Contract,
  instances: Instance[],
): Promise<{ disagreements: Disagreement[]; verdicts: boolean[] }> {
  const judge = createJudge(contract);
  const { asAnswer, asRequest } = await createPrismReaders(contract);
  const requested = schemasOfRequests(contract);
  const verdicts = instances.map(({ schema, value }) => judge(`/components/schemas/${schema}`, value));
  const disagreements: Disagreement[] = [];
  for (const [index, instance] of instances.entries()) {
    const { schema, value } = instance;
    const fits = verdicts[index] === true;
    const note = (reader: string) => disagreements.push({ reader, instance, fits });
    if (asAnswer(schema, value) !== fits) note("Prism, of an answer");
    if (requested.has(schema) && asRequest(schema, value) !== fits) note("Prism, of a request");
  }
  const typed = [...instances.entries()].filter(([, instance]) => isOfShape(instance));
  const accepted = judgeByTypes(typed.map(([, instance]) => instance));
  for (const [position, [index, instance]] of typed.entries()) {
    const fits = verdicts[index] === true;
    if (accepted[position] !== fits) disagreements.push({ reader: "TypeScript", instance, fits });
  }
  return { disagreements, verdicts };
}

/** The expression of an explanation that a disagreement is explained by. */
export function explainedBy(
  explanation: Explanation,
  { reader, instance }: Disagreement,
): string | undefined {
  const { keyword, pointer } = instance.change;
  if (explanation.reader !== reader || !explanation.keywords.includes(keyword)) return undefined;
  return explanation.at.find((expression) => new RegExp(expression).test(instance.schema + pointer));
}
