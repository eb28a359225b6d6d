import {
  entriesOf,
  escapeToken,
  getByPointer,
  isObject,
  isOpenEnum,
  itemsIn,
  type JsonObject,
  joinPointer,
  knownValues,
  locate,
  parsePointer,
  propertiesOf,
  resolveObject,
} from "@partner-referrals/spec/model";
import { factId } from "../facts/facts.ts";
import type { Ledger } from "../facts/ledger.ts";
import type { SchemaCheck } from "./schema.ts";

/** Holds bodies to their schemas, property by property. */
export interface BodyChecker {
  /**
   * @param schemaPointer where the schema stands in the contract
   * @param where names the exchange and the body
   * @param isResponse whether the service sent it; what a caller sent proves nothing about required properties
   */
  check(value: unknown, schemaPointer: string, where: string, isResponse: boolean): void;
}

export function createBodyChecker(document: JsonObject, ledger: Ledger, isValid: SchemaCheck): BodyChecker {
  const placeAt = memoize((pointer: string) => locate(document, pointer));
  const schemaAt = memoize((pointer: string) => {
    const schema = resolveObject(document, getByPointer(document, pointer));
    return {
      schema,
      owner: ownerOf(pointer),
      properties: propertiesOf(document, schema),
      values: knownValues(document, schema),
      below: memoize((name: string) => joinPointer(pointer, "properties", name)),
    };
  });
  return {
    check(value, schemaPointer, where, isResponse) {
      visit(value, schemaPointer, "", undefined, true);

      /**
       * @param fact the fact that stands or falls with the type of this value
       * @param isListed whether the values that the schema lists are meant here
       */
      function visit(
        node: unknown,
        pointer: string,
        place: string,
        fact: string | undefined,
        isListed: boolean,
      ): void {
        const target = alternativeFor(node, placeAt(pointer));
        const { schema, owner } = schemaAt(target);
        if (isObject(schema.properties) && isObject(node)) {
          if (fact) ledger.confirm(fact);
          visitObject(node, target, place);
        } else if (isObject(schema.items) && Array.isArray(node)) {
          if (fact) ledger.confirm(fact);
          for (const [index, item] of node.entries())
            visit(item, joinPointer(target, "items"), `${place}/${index}`, undefined, true);
        } else if (isValid(target, node)) {
          if (fact) ledger.confirm(fact);
          if (owner && isListed && typeof node === "string") visitValue(node, target, owner, place);
        } else contradict(fact ?? owner ?? schemaPointer, place, describe(node));
      }

      function visitObject(node: JsonObject, pointer: string, place: string): void {
        const { schema, owner, properties, below } = schemaAt(pointer);
        for (const [name, value] of Object.entries(node)) {
          if (properties.has(name)) {
            const fact = owner && factId.property(owner, name);
            visit(
              value,
              below(name),
              `${place}/${name}`,
              fact,
              areValuesMeant(getByPointer(schema, `/properties/${escapeToken(name)}`), node),
            );
          } else if (schema.additionalProperties === undefined)
            ledger.undeclared(`${owner ?? "object"}.${nameOf(name)}`, `${where}${place}`);
        }
        if (!owner || !isResponse) return;
        for (const { name, required } of properties.values()) {
          if (!required) continue;
          if (Object.hasOwn(node, name)) ledger.confirm(factId.required(owner, name));
          else contradict(factId.required(owner, name), place, "absent");
        }
      }

      function visitValue(value: string, pointer: string, owner: string, place: string): void {
        const { schema, values } = schemaAt(pointer);
        if (values.length === 0) return;
        if (values.includes(value)) ledger.confirm(factId.value(owner, value));
        if (!isOpenEnum(document, schema)) return;
        if (values.includes(value)) ledger.confirm(factId.values(owner));
        else if (!ledger.has(factId.values(owner)))
          ledger.undeclared(`${owner}=<${describe(value)}>`, `${where}${place}`);
        else if (value !== "") contradict(factId.values(owner), place, `another value, ${describe(value)}`);
      }

      function contradict(fact: string, place: string, seen: string): void {
        ledger.contradict(fact, { where: `${where}${place}`, seen });
      }
    },
  };

  /** Where the alternative of an `anyOf` stands that the value can be meant for. */
  function alternativeFor(value: unknown, pointer: string): string {
    const { schema } = schemaAt(pointer);
    const alternatives = itemsIn(schema.anyOf);
    if (alternatives.length === 0) return pointer;
    const pointers = alternatives.map((_, index) => locate(document, joinPointer(pointer, "anyOf", index)));
    const fits = pointers.filter((one) => {
      const { type, properties, items } = resolveObject(document, getByPointer(document, one));
      if (value === null) return [type].flat().includes("null");
      if (properties !== undefined) return isObject(value);
      return items !== undefined && Array.isArray(value);
    });
    const [only] = fits;
    return only !== undefined && fits.length === 1 ? alternativeFor(value, only) : pointer;
  }
}

/** The results for what was asked before. A contract has few pointers, traffic asks for each of them often. */
function memoize<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly result: T }>();
  return (key) => {
    const found = known.get(key) ?? { result: compute(key) };
    known.set(key, found);
    return found.result;
  };
}

/** Whether the known values of a property are meant: some are only when its siblings say so (`x-extensible-enum-when`). */
function areValuesMeant(property: unknown, siblings: JsonObject): boolean {
  const conditions = isObject(property) ? entriesOf(property["x-extensible-enum-when"]) : [];
  return conditions.every(([name, value]) => siblings[name] === value);
}

/** The component schema that a pointer leads to; undefined for anything inside one. */
function ownerOf(pointer: string): string | undefined {
  const [components, kind, name, ...inside] = parsePointer(pointer);
  return components === "components" && kind === "schemas" && inside.length === 0 ? name : undefined;
}

/** A value in words that do not repeat it. */
function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "string") return `a string of ${value.length} characters`;
  if (typeof value === "object") return `an object with ${entriesOf(value).length} properties`;
  return `a ${typeof value}`;
}

/** A name that the contract does not have. It may be personal, as the key of a map is. */
function nameOf(name: string): string {
  return `<name of ${name.length} characters>`;
}
