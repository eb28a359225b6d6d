import {
  bodyExamples,
  examplesOf,
  itemsIn,
  listOperations,
  parameterExample,
  schemaNamed,
} from "@partner-referrals/spec/model";
import { componentName } from "../contract/contract.ts";
import type { Check, ContractUnderTest } from "./check.ts";

/** Every example of a body fits its schema, and the examples of an operation belong together. */
export const examples: Check = function* (subject) {
  yield* checkIds(subject);
  yield* checkMicrosoft(subject);
  const { contract, operations, webhooks, accepts, names } = subject;
  const checked = new Set<string>();
  for (const { id, requestBody, responses } of [...operations, ...webhooks]) {
    for (const body of [requestBody ?? { content: [] }, ...responses.values()]) {
      for (const media of body.content) {
        const name = componentName(media.schema);
        if (name === undefined || !names.has(name)) continue;
        for (const { name: example, value } of examplesOf(contract, media)) {
          // Several responses share an example.
          const key = `${name} ${JSON.stringify(value)}`;
          if (checked.has(key)) continue;
          checked.add(key);
          if (!accepts(`/components/schemas/${name}`, value))
            yield `${name} rejects the example ${example} of ${id}.`;
        }
      }
    }
  }
};

/** The response examples contain the id that the path parameter's example uses. */
function* checkIds({ contract, operations }: ContractUnderTest): Generator<string> {
  for (const { id, parameters, responses } of operations) {
    const inPath = parameters.find((parameter) => parameter.in === "path");
    if (!inPath) continue;
    const asked = parameterExample(contract, inPath);
    const shown = [...responses.values()]
      .filter(({ status }) => status.startsWith("2"))
      .flatMap((response) => bodyExamples(contract, response));
    if (
      asked === undefined ||
      !shown.some(({ value }) => JSON.stringify(value).includes(JSON.stringify(asked)))
    )
      yield `${id} has no example of ${asked}, the id that its path shows.`;
  }
}

/** The target that stands for Microsoft is that of the example which invites Microsoft. */
function* checkMicrosoft({ contract }: ContractUnderTest): Generator<string> {
  const target = JSON.stringify(schemaNamed(contract, "ReferralTarget")["x-microsoft"]);
  const targets = listOperations(contract)
    .flatMap(({ requestBody }) => bodyExamples(contract, requestBody))
    .flatMap(({ value }) => itemsIn(Object(value).target));
  if (!targets.some((one) => JSON.stringify(one) === target)) yield `No example is sent to ${target}.`;
}
