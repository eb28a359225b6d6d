/** What `pnpm changes` says. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asText, type Impact } from "@partner-referrals/spec/changes";
import { changesetFolder, changesetText } from "./changesets.ts";
import { type ContractCheck, checkContract } from "./contract-check.ts";

export interface ChangesReport {
  readonly ok: boolean;
  readonly text: string;
}

/** Compares the changesets with the changes of the contract; with `write`, writes what is missing. */
export async function reportChanges(root: string, { write = false } = {}): Promise<ChangesReport> {
  const check = await checkContract(root);
  const { version, changes, needed, missing } = check;
  if (needed === undefined) return { ok: true, text: `The contract is that of ${version}.` };
  const list = `Changes of the contract since ${version}:\n\n${asText(changes)}\n`;
  if (missing.length === 0) return { ok: true, text: `${list}\nThe changesets say so (${needed}).` };
  if (write) {
    const file = await writeChangeset(root, check, needed);
    return { ok: true, text: `${list}\nWrote ${file}. Say there what the change means to a user.` };
  }
  const lines = missing.map(
    ({ name, pending }) => `  ${name.padEnd(28)} ${pending ? `only ${pending}` : "none"}`,
  );
  const text = `${list}
This is a ${needed} change. Every package needs a changeset that says so; these have:

${lines.join("\n")}

Write one: npx --yes pnpm@12 changes --write`;
  return { ok: false, text };
}

async function writeChangeset(root: string, check: ContractCheck, needed: Impact): Promise<string> {
  const [first, ...others] = check.changes;
  const more = others.length > 0 ? ` And ${others.length} more.` : "";
  const names = check.missing.map(({ name }) => name);
  const file = join(changesetFolder, `contract-after-${check.version}-${needed}.md`);
  const text = changesetText(names, needed, `The contract changed. ${first?.message}${more}`);
  // Never over somebody's words.
  await writeFile(join(root, file), text, { flag: "wx" });
  return file;
}
