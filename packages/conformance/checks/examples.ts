import { type Contract, isObject, type MediaType, nameIn, operationsOf } from "../contract/document.ts";
import type { Check } from "./check.ts";

/** Every example of a body fits its schema, and the examples of an operation belong together. */
export const examples: Check = function* ({ contract, fits, names }) {
  yield* checkIds(contract);
  yield* checkMicrosoft(contract);
  const { paths, webhooks, components } = contract;
  const judged = new Set<string>();
  for (const [place, media] of mediaTypes({ paths, webhooks, responses: components.responses }, "")) {
    const name = nameIn(media.schema);
    for (const [example, { value }] of Object.entries(media.examples ?? {})) {
      if (name === undefined || !names.has(name)) continue;
      // Several answers share an example.
      const key = `${name} ${JSON.stringify(value)}`;
      if (judged.has(key)) continue;
      judged.add(key);
      if (!fits(`/components/schemas/${name}`, value))
        yield `${name} refuses the example ${example} of ${place}.`;
    }
  }
};

/** What an operation answers by its examples is what its example of an id asks for. */
function* checkIds(contract: Contract): Generator<string> {
  for (const { operation } of operationsOf(contract)) {
    const asked = (operation.parameters ?? [])
      .map((reference) => contract.components.parameters[nameIn(reference) ?? ""])
      .find((parameter) => parameter?.in === "path")?.example;
    if (asked === undefined) continue;
    const shown = Object.entries(operation.responses)
      .filter(([status]) => status.startsWith("2"))
      .flatMap(([, answer]) => [...mediaTypes(answer, "")])
      .flatMap(([, media]) => Object.values(media.examples ?? {}))
      .map(({ value }) => JSON.stringify(value));
    if (!shown.some((text) => text.includes(JSON.stringify(asked)))) {
      yield `${operation.operationId} has no example of ${asked}, which its path is an example of.`;
    }
  }
}

/** The target that stands for Microsoft is that of the example which invites Microsoft. */
function* checkMicrosoft({ paths, components }: Contract): Generator<string> {
  const target = JSON.stringify(components.schemas.ReferralTarget?.["x-microsoft"]);
  const targets = [...mediaTypes(paths, "")]
    .flatMap(([, media]) => Object.values(media.examples ?? {}))
    .flatMap(({ value }) => (isObject(value) && Array.isArray(value.target) ? value.target : []));
  if (!targets.some((one) => JSON.stringify(one) === target)) yield `No example is sent to ${target}.`;
}

function* mediaTypes(node: unknown, place: string): Generator<[place: string, media: MediaType]> {
  if (!isObject(node)) return;
  for (const [key, child] of Object.entries(node)) {
    if (key !== "content" || !isObject(child)) yield* mediaTypes(child, `${place}/${key}`);
    // A cast: `content` of a body holds media types, which the linters check.
    else for (const media of Object.values(child)) yield [place, media as MediaType];
  }
}
