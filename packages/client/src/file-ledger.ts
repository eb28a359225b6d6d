/**
 * A ledger of creations in files, for Node and runtimes with its `fs` module.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { link, mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CreationLedger, LedgerEntry } from "./referrals/ledger.ts";

/** File systems allow 255 bytes. */
const maxNameLength = 200;

/**
 * Creates a ledger for `createOnce` in a directory, which is made if it does not exist. Each entry is a file of its own that
 * appears whole, so a crash leaves none half-written, and several processes can share the directory.
 *
 * @throws Error for an entry that is damaged: without it, nobody knows whether the referral exists.
 * @example
 * const deal = await createOnce(referrals, order, { ledger: createFileLedger("/var/lib/crm/creations") });
 */
export function createFileLedger(directory: string): CreationLedger {
  const folderOf = (key: string) => join(directory, nameOf(key));
  const fileOf = (key: string, version: number) => join(folderOf(key), `${version}.json`);
  return {
    async last(key) {
      const versions = (await namesIn(folderOf(key))).flatMap(
        (name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [],
      );
      return versions.length === 0 ? undefined : readEntry(fileOf(key, Math.max(...versions.map(Number))));
    },
    async append(key, entry) {
      const folder = folderOf(key);
      if (await mkdir(folder, { recursive: true })) await sync(directory);
      const temporary = join(folder, `${crypto.randomUUID()}.new`);
      try {
        const file = await open(temporary, "wx");
        try {
          await file.writeFile(JSON.stringify(entry));
          await file.sync();
        } finally {
          await file.close();
        }
        // Fails if the name exists, where a rename would replace the entry of another process.
        await link(temporary, fileOf(key, entry.version));
      } catch (error) {
        if (codeOf(error) === "EEXIST") return false;
        throw error;
      } finally {
        await rm(temporary, { force: true });
      }
      await sync(folder);
      return true;
    },
  };
}

/** The name of the folder of a key, which differs for each key also where names are compared without regard to case. */
function nameOf(key: string): string {
  const name = Array.from(Buffer.from(key), (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9_-]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
  }).join("");
  return name.length > maxNameLength ? `%sha256-${createHash("sha256").update(key).digest("hex")}` : name;
}

async function readEntry(file: string): Promise<LedgerEntry> {
  const text = await readFile(file, "utf8");
  try {
    const entry: LedgerEntry = JSON.parse(text);
    if (["started", "created", "failed"].includes(entry.state) && Date.parse(entry.at)) return entry;
  } catch {
    // Reported below.
  }
  throw new Error(
    `The ledger entry ${file} is damaged. See in Partner Center whether the referral exists; if it does not, delete the entry.`,
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** Has the names in a folder survive a power failure too. Windows cannot do that, and does not need it. */
async function sync(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
