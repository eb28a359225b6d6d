import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Created, emptyText, noEvidence, schemaFiles, toYaml } from "./sources.ts";

/** What a new schema describes: an object, or a list of known values that is open to others or closed. */
export interface SchemaKind {
  /** The known values of an enumeration; left out for an object. */
  readonly values?: readonly string[] | undefined;
  /** Whether the service has no others. */
  readonly isClosed?: boolean | undefined;
}

/**
 * Creates the file of a schema.
 *
 * @throws Error when the name is taken or is not PascalCase, or a value is given twice.
 */
export function newSchema(root: string, name: string, kind: SchemaKind = {}): Created {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name))
    throw new Error(`${name} is not PascalCase, as names of schemas are.`);
  // Without regard to case, as file systems are.
  const taken = [...schemaFiles(root)].find(([existing]) => existing.toLowerCase() === name.toLowerCase());
  if (taken) throw new Error(`The name is taken by ${taken[1]}.`);
  const folder = name.startsWith("Preview") ? "schemas/preview" : "schemas";
  const file = `spec/${folder}/${name}.yaml`;
  writeFileSync(join(root, file), toYaml(contentOf(kind)), { flag: "wx" });
  return {
    created: [file],
    next: `fill in ${kind.values ? "the descriptions and x-evidence" : "description, x-evidence and properties"}, refer to it with $ref, and run npx --yes pnpm@12 lint.`,
  };
}

function contentOf({ values, isClosed }: SchemaKind): object {
  const texts = { description: emptyText, "x-evidence": noEvidence };
  if (!values) return { type: "object", ...texts, properties: {} };
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw new Error(`The value ${twice} is given twice.`);
  return {
    type: "string",
    ...texts,
    [isClosed ? "enum" : "x-extensible-enum"]: values,
    "x-enumDescriptions": Object.fromEntries(values.map((value) => [value, emptyText])),
  };
}
