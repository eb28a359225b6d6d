/** `pnpm new`: creates the file of a new schema where it belongs. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { newSchema } from "./schema.ts";

const usage = `Usage: npx --yes pnpm@12 new schema <Name>

Creates the file where it belongs, with what is to be filled in left empty. \`lint\` then says what is missing.`;

const name = readCommandLine();
try {
  const made = newSchema(join(import.meta.dirname, "../.."), name);
  for (const file of made.created) console.log(`Created ${file}.`);
  console.log(`\nNext: ${made.next}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** The name of the new schema. A wrong command line ends the process with the usage and exit code 2. */
function readCommandLine(): string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: "boolean", short: "h" } },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const [kind, name, ...others] = positionals;
    if (kind !== "schema") throw new Error("Say what to create: schema.");
    if (!name || others.length > 0) throw new Error("Give the schema one name.");
    return name;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return process.exit(2);
  }
}
