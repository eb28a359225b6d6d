import { getByPointer, joinPointer } from "../../model/pointer.ts";
import { UnsupportedError } from "./changes.ts";
import { fieldsOf, isNode, type Kind, type Place, visitDocument } from "./structure.ts";

/**
 * Checks that objects stand where OpenAPI has objects, and that references within the document lead somewhere. The conversions
 * would pass over both, and write a document that no tool can read.
 *
 * @throws UnsupportedError at the first place where that is not so.
 */
export function checkStructure(document: object): void {
  if (!isNode(document)) throw new UnsupportedError("", "An OpenAPI document is an object.");
  visitDocument(document, {
    enter(place) {
      checkFields(place);
      const { $ref } = place.node;
      if (typeof $ref === "string" && $ref.startsWith("#") && getByPointer(document, $ref) === undefined)
        throw new UnsupportedError(joinPointer(place.pointer, "$ref"), `${$ref} leads nowhere.`);
    },
  });
}

function checkFields({ kind, node, pointer }: Place): void {
  const { one = {}, list = {}, map = {} } = fieldsOf[kind];
  const check = (is: boolean, what: string, ...tokens: (string | number)[]): void => {
    if (!is) throw new UnsupportedError(joinPointer(pointer, ...tokens), `This is not ${what}.`);
  };
  for (const [field, value] of Object.entries(node)) {
    const [single, items, members] = [one, list, map].map((fields) =>
      Object.hasOwn(fields, field) ? fields[field] : undefined,
    );
    if (single) check(fits(single, value), "an object", field);
    if (items) {
      check(Array.isArray(value), "a list", field);
      if (Array.isArray(value))
        for (const [index, child] of value.entries()) check(fits(items, child), "an object", field, index);
    }
    if (members) {
      check(isNode(value), "an object", field);
      for (const [name, child] of Object.entries(value ?? {}))
        check(name.startsWith("x-") || fits(members, child), "an object", field, name);
    }
  }
}

/** `true` and `false` are schemas, too. */
function fits(kind: Kind, value: unknown): boolean {
  return isNode(value) || (kind === "schema" && typeof value === "boolean");
}
