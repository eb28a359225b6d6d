import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Created, schemaFiles, toYaml, unsaid, unsourced } from "./sources.ts";

/** Creates the file of a schema. Throws when the name is taken, or not one for a schema. */
export function newSchema(root: string, name: string): Created {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name))
    throw new Error(`${name} is not PascalCase, as names of schemas are.`);
  // Without regard to case, as file systems are.
  const taken = [...schemaFiles(root)].find(([existing]) => existing.toLowerCase() === name.toLowerCase());
  if (taken) throw new Error(`The name is taken by ${taken[1]}.`);
  const folder = name.startsWith("Preview") ? "schemas/preview" : "schemas";
  const file = `spec/${folder}/${name}.yaml`;
  const content = { type: "object", description: unsaid, "x-evidence": unsourced, properties: {} };
  writeFileSync(join(root, file), toYaml(content), { flag: "wx" });
  return {
    created: [file],
    next: `fill in description, x-evidence and properties, refer to it with $ref, and run npx --yes pnpm@12 lint.`,
  };
}
