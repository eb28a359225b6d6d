/** `pnpm new`: creates the file of a new schema where it belongs. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { newSchema } from "./schema.ts";

const usage = `Usage: npx --yes pnpm@12 new schema <Name> [--enum <Value,Value,…> [--closed]]

  --enum     an enumeration of these known values, open to others
  --closed   the service has no others

Creates the file where it belongs, with what is to be filled in left empty. \`lint\` then says what is missing.`;

const { name, values, isClosed } = readCommandLine();
try {
  const made = newSchema(join(import.meta.dirname, "../.."), name, { values, isClosed });
  for (const file of made.created) console.log(`Created ${file}.`);
  console.log(`\nNext: ${made.next}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** The name of the new schema and its values. A wrong command line ends the process with the usage and exit code 2. */
function readCommandLine(): { name: string; values: string[] | undefined; isClosed: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        enum: { type: "string" },
        closed: { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const [kind, name, ...others] = positionals;
    if (kind !== "schema") throw new Error("Say what to create: schema.");
    if (!name || others.length > 0) throw new Error("Give the schema one name.");
    const list = values.enum?.split(",").map((value) => value.trim());
    if (list?.includes("")) throw new Error("Give --enum values, separated by commas.");
    if (values.closed && !list) throw new Error("--closed goes with --enum.");
    return { name, values: list, isClosed: values.closed };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return process.exit(2);
  }
}
