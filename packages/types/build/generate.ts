/** Writes the TypeScript sources of this package, from the contract, to `generated/`. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { nameTypes } from "./named-types.ts";
import { typeOf } from "./open-enums.ts";
import { type Contract, valuesSource } from "./values.ts";

const source = readFileSync(
  fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")),
  "utf8",
);
const contract: OpenAPI3 & Contract = JSON.parse(source);
const header = `// Generated from version ${contract.info.version} of the contract. Changes belong there.\n\n`;
const options = { defaultNonNullable: false, silent: true };
const raw = await openapiTS(contract, options);
const named = nameTypes(await openapiTS(contract, { ...options, transform: (schema) => typeOf(schema) }));

const generated = join(import.meta.dirname, "../generated");
rmSync(generated, { recursive: true, force: true });
mkdirSync(generated);
// As it comes: openapi-fetch 0.17 maps `string & {}`, which the named types complete by, to an object type.
write("raw.ts", astToString(raw));
// The function's parameter says interface or type; the printer is the same for both.
write("schemas.ts", astToString(named as Parameters<typeof astToString>[0]));
write("values.ts", `import type * as contract from "./schemas.ts";\n\n${valuesSource(contract)}`);
write(
  "index.ts",
  `export type * from "./raw.ts";\nexport type * from "./schemas.ts";\nexport * from "./values.ts";\n`,
);

/** Files appear whole: written beside their place, then renamed. */
function write(name: string, content: string): void {
  const file = join(generated, name);
  writeFileSync(`${file}.new`, header + content);
  renameSync(`${file}.new`, file);
}
