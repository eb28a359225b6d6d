/** Whether the sources that `x-evidence` names for a property do say something of it. */
import { entriesOf, getIn, isObject, type JsonObject } from "../../model/json.ts";
import { itemsOf } from "../../model/schemas.ts";
import type { EvidenceFile } from "../evidence/collect.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { type ContractView, type Found, variantsOf } from "./contract-view.ts";
import { schemaOfPayload } from "./facts/payloads.ts";
import { propertiesOnTheWay, schemasOf, wirePath } from "./facts/resources.ts";
import { isList, isMembers } from "./shape.ts";
import type { Shape, Source } from "./source.ts";

/**
 * The properties whose `x-evidence` names a source that states nothing of them: no table row, no payload, no rule that is
 * held there, and nothing that is contradicted by an entry about them.
 */
export function findUnsupported(
  contract: ContractView,
  sources: readonly Source[],
  { schemas }: Pick<EvidenceFile, "schemas">,
): string[] {
  const stated = new Map(sources.map((source) => [source.key, partsStatedBy(contract, source)]));
  const parts = Object.entries(schemas).flatMap(([schema, { properties, entries }]) =>
    Object.entries(properties).map(([name, evidence]) => ({ schema, name, evidence, entries })),
  );
  // The build copies properties from one schema to another: what is stated of a copy is stated of all.
  const copies = new Map<string, typeof parts>();
  for (const part of parts) {
    const key = `${part.name} ${referencesOf(part.evidence).join(" ")}`;
    copies.set(key, [...(copies.get(key) ?? []), part]);
  }
  const unsupported = [...copies.values()].flatMap((group) => {
    const [first] = group;
    return referencesOf(first?.evidence).flatMap((reference) => {
      const key = keyOf(reference);
      const facts = stated.get(key);
      const source = sources.find((one) => one.key === key);
      const isStated = group.some(
        ({ schema, name, evidence, entries }) =>
          facts?.has(`${schema}.${name}`) ||
          [...(evidence.entries ?? []), ...(entries ?? [])].some((entry) =>
            getIn(source?.contradicted, entry),
          ),
      );
      return isStated ? [] : [`${first?.schema}.${first?.name}: ${key} states nothing of it`];
    });
  });
  return [...new Set(unsupported)];
}

function referencesOf(evidence: Evidence | undefined): string[] {
  return [...(evidence?.documented ?? []), ...(evidence?.observed ?? [])];
}

/** The source that a reference leads into: `P19/headers` for `P19/headers.md#request-headers`. */
export function keyOf(reference: string): string {
  return reference.replace(/#.*$/, "").replace(/\.(md|json)$/, "");
}

/** The properties that a source speaks of, as `Schema.property`. */
function partsStatedBy(contract: ContractView, source: Source): ReadonlySet<string> {
  const names = namesOfProperties(contract);
  const stated = new Set<string>();
  const state = (node: unknown) => {
    const name = isObject(node) ? names.get(node) : undefined;
    if (name !== undefined) stated.add(name);
  };
  for (const [resource, facts] of Object.entries(source.resources ?? {}))
    for (const schema of schemasOf(resource, facts))
      for (const name of Object.keys(facts.properties))
        for (const node of propertiesOnTheWay(contract, schema, wirePath(name, facts.names ?? source.names)))
          state(node);
  for (const payload of Object.values(source.payloads ?? {})) {
    const schema = schemaOfPayload(contract, payload);
    if (typeof schema !== "string") visitShape(schema, payload.shape, state);
  }
  for (const { at } of Object.values(source.held ?? {})) stated.add(at);
  return stated;
}

function visitShape({ document, value }: Found<unknown>, shape: Shape, state: (node: unknown) => void): void {
  if (isList(shape)) {
    const items = itemsOf(document, value);
    for (const item of shape) visitShape({ document, value: items }, item, state);
  } else if (isMembers(shape))
    for (const [name, member] of Object.entries(shape)) {
      const parts = variantsOf(document, value).flat();
      const node = parts.map((part) => getIn(part.properties, name)).find(isObject);
      if (!node) continue;
      state(node);
      visitShape({ document, value: node }, member, state);
    }
}

/** The names of the nodes that describe properties of component schemas. */
function namesOfProperties({ documents }: ContractView): ReadonlyMap<JsonObject, string> {
  const names = new Map<JsonObject, string>();
  for (const document of documents)
    for (const [schema, value] of entriesOf(getIn(document, "components", "schemas")))
      for (const [name, node] of entriesOf(getIn(value, "properties")))
        if (isObject(node)) names.set(node, `${schema}.${name}`);
  return names;
}
