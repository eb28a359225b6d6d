/** Writes the TypeScript sources of this package, from the contract, to `generated/`. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contract, type OpenApiDocument } from "@partner-referrals/spec/model";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { hoistSchemaTypes } from "./hoist-schema-types.ts";
import { transformSchema } from "./transform-schema.ts";
import { generateValues } from "./values.ts";

const generated = join(import.meta.dirname, "../generated");

/** @returns the names of the files in `generated/`, and their texts, as they are written there */
export async function generateTypes(contract: OpenApiDocument): Promise<Map<string, string>> {
  // A cast, because the generator wants to know every member of a document; lint has checked this one.
  const document = structuredClone(contract) as unknown as OpenAPI3;
  // Whole payloads in a comment hide the description that an editor shows.
  for (const schema of Object.values(document.components?.schemas ?? {}))
    Reflect.deleteProperty(schema, "examples");
  const header = `// Generated from version ${contract.info.version} of the contract. Changes belong there.\n\n`;
  const options = { defaultNonNullable: false, silent: true };
  const raw = await openapiTS(document, options);
  const named = hoistSchemaTypes(await openapiTS(document, { ...options, transform: transformSchema }));
  const texts = {
    // As it comes: openapi-fetch 0.17 maps `string & {}`, which the named types complete by, to an object type.
    "raw.ts": astToString(raw),
    // The function's parameter says interface or type; the printer is the same for both.
    "schemas.ts": astToString(named as Parameters<typeof astToString>[0]),
    "values.ts": `import type * as contract from "./schemas.ts";\n\n${generateValues(contract)}`,
    "index.ts": `export type * from "./raw.ts";\nexport type * from "./schemas.ts";\nexport * from "./values.ts";\n`,
  };
  const files = new Map(Object.entries(texts).map(([name, text]) => [name, header + text]));
  mkdirSync(generated, { recursive: true });
  for (const [name, text] of files) write(name, text);
  return files;
}

/** Files appear whole: written beside their place, then renamed. */
function write(name: string, content: string): void {
  const file = join(generated, name);
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}

if (import.meta.main) {
  rmSync(generated, { recursive: true, force: true });
  await generateTypes(contract);
}
