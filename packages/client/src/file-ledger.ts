/**
 * A ledger of creations in files, for Node and runtimes with its `fs` module.
 *
 * @module
 */
import { link, mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { CreationLedger, LedgerEntry } from "./referrals/ledger.ts";

/**
 * Creates a ledger for `createOnce` in a directory, which is made if it does not exist. Each entry is a file of its own that
 * appears whole, so a crash leaves none half-written, and several processes can share the directory.
 *
 * @example
 * const deal = await createOnce(referrals, order, { ledger: createFileLedger("/var/lib/crm/creations") });
 */
export function createFileLedger(directory: string): CreationLedger {
  const fileOf = (key: string, version: number) => join(folderOf(key), `${version}.json`);
  const folderOf = (key: string) => join(directory, encodeURIComponent(key).replaceAll(".", "%2E"));
  return {
    async last(key) {
      const versions = (await namesIn(folderOf(key))).flatMap(
        (name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [],
      );
      if (versions.length === 0) return undefined;
      const entry: LedgerEntry = JSON.parse(
        await readFile(fileOf(key, Math.max(...versions.map(Number))), "utf8"),
      );
      return entry;
    },
    async append(key, entry) {
      await mkdir(folderOf(key), { recursive: true });
      const temporary = join(folderOf(key), `${crypto.randomUUID()}.new`);
      const file = await open(temporary, "wx");
      try {
        await file.writeFile(JSON.stringify(entry));
        await file.sync();
      } finally {
        await file.close();
      }
      try {
        // Fails if the name exists, where a rename would replace the entry of another process.
        await link(temporary, fileOf(key, entry.version));
        return true;
      } catch (error) {
        if (codeOf(error) === "EEXIST") return false;
        throw error;
      } finally {
        await unlink(temporary);
      }
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
