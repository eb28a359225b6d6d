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
const types = nameTypes(
  await openapiTS(contract, {
    defaultNonNullable: false,
    silent: true,
    transform: (schema) => typeOf(schema),
  }),
);

const generated = join(import.meta.dirname, "../generated");
rmSync(generated, { recursive: true, force: true });
mkdirSync(generated);
// The function's parameter says interface or type; the printer is the same for both.
write("openapi.ts", astToString(types as Parameters<typeof astToString>[0]));
write("values.ts", `import type * as contract from "./openapi.ts";\n\n${valuesSource(contract)}`);
write("index.ts", `export type * from "./openapi.ts";\nexport * from "./values.ts";\n`);

/** Files appear whole: written beside their place, then renamed. */
function write(name: string, content: string): void {
  const file = join(generated, name);
  writeFileSync(`${file}.new`, header + content);
  renameSync(`${file}.new`, file);
}
