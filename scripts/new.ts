/** `pnpm new`: creates the files of a new schema or a new operation where they belong. */
import { parseArgs } from "node:util";
import { newOperation } from "./new/operation.ts";
import { newSchema } from "./new/schema.ts";
import type { Created } from "./new/sources.ts";
import { repositoryRoot } from "./repository/environment.ts";

const usage = `Usage:
  npx --yes pnpm@12 new schema <Name>
  npx --yes pnpm@12 new operation <operationId> --method <method> --path <path> [--request <Schema>] [--response <Schema>]

Creates the files where they belong, with what is to be filled in left empty. \`lint\` then says what is missing.

  --method    get, put, post, patch or delete
  --path      the path, with parameters in braces: /v1.0/engagements/referrals/{referralId}/notes
  --request   the schema of the body that is sent; without it there is none
  --response  the schema of the answer; without it the answer is 204, and empty`;

const made = make(readCommandLine());
for (const file of made.created) console.log(`Created ${file}.`);
for (const file of made.changed) console.log(`Changed ${file}.`);
console.log(`\nNext: ${made.next}`);

function make({ kind, name, method, path, request, response }: CommandLine): Created {
  try {
    if (kind === "schema") return newSchema(repositoryRoot, name);
    return newOperation(repositoryRoot, { operationId: name, method, path, request, response });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}

interface CommandLine {
  kind: "schema" | "operation";
  name: string;
  method: string;
  path: string;
  request: string | undefined;
  response: string | undefined;
}

function readCommandLine(): CommandLine {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        method: { type: "string" },
        path: { type: "string" },
        request: { type: "string" },
        response: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const { method, path, request, response } = values;
    const [kind, name, ...others] = positionals;
    if (kind !== "schema" && kind !== "operation")
      throw new Error("Say what to create: schema or operation.");
    if (!name || others.length > 0) throw new Error(`Give the ${kind} one name.`);
    if (kind === "schema" && (method || path || request || response)) {
      throw new Error("A schema has a name only.");
    }
    if (kind === "operation" && (!method || !path))
      throw new Error("An operation needs --method and --path.");
    return { kind, name, method: method ?? "", path: path ?? "", request, response };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return process.exit(2);
  }
}
