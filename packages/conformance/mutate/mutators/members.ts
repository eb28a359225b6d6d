import { joinPointer } from "@partner-referrals/spec/model";
import { componentName, type Schema } from "../../contract/contract.ts";
import type { Mutator, Tree } from "../mutant.ts";
import { membersAt, schemasIn } from "../tree.ts";

/** Members that are gone, or needed where they were not, or no longer; objects that are opened or closed. */
export const mutateMembers: Mutator = function* (document) {
  for (const { pointer, node } of schemasIn(document)) {
    const { required = [] } = node as { required?: string[] };
    for (const name of required) {
      const rest = required.filter((other) => other !== name);
      yield { kind: "required dropped", pointer: `${pointer}/required`, value: rest, detail: name };
    }
    for (const name of Object.keys(node.properties ?? {})) {
      yield { kind: "property dropped", pointer: joinPointer(`${pointer}/properties`, name) };
    }
  }
  const components = [...membersAt<Schema & { required?: string[] }>(document, "/components/schemas")];
  const parts = new Set(components.flatMap(({ node }) => partsOf(node)));
  for (const { key, pointer, node } of components) {
    // What other schemas are made of is mutated in those.
    if (parts.has(key) || (!node.properties && !node.allOf)) continue;
    const { required = [] } = node;
    for (const name of propertiesOf(document, node)) {
      if (required.includes(name)) continue;
      yield {
        kind: "required added",
        pointer: `${pointer}/required`,
        value: [...required, name],
        detail: name,
      };
    }
    yield "unevaluatedProperties" in node
      ? { kind: "closed schema opened", pointer: `${pointer}/unevaluatedProperties` }
      : { kind: "open schema closed", pointer: `${pointer}/unevaluatedProperties`, value: false };
  }
};

function partsOf(schema: Schema): string[] {
  // A cast: `allOf` holds references to the schemas that this one is made of; the build insists on it.
  return ((schema.allOf ?? []) as Schema[]).map((part) => componentName(part) ?? "");
}

function propertiesOf(document: Tree, schema: Schema): string[] {
  const parts = [...membersAt<Schema>(document, "/components/schemas")].filter(({ key }) =>
    partsOf(schema).includes(key),
  );
  const names = [schema, ...parts.map(({ node }) => node)].flatMap(({ properties }) =>
    Object.keys(properties ?? {}),
  );
  return [...new Set(names)];
}
