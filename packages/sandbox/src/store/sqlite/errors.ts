import { StorageError } from "../store.ts";

/** What SQLite's primary result codes mean for a file. @see https://www.sqlite.org/rescode.html */
const reasons: ReadonlyMap<number, (file: string) => string> = new Map([
  [5, (file) => `Another process has ${file} open.`],
  [6, (file) => `Another process has ${file} open.`],
  [8, (file) => `${file} cannot be written to: it is read-only.`],
  [10, (file) => `${file} cannot be read or written: the disk reports an error.`],
  [11, (file) => `${file} is damaged. Restore it from a backup, or start with another file.`],
  [13, (file) => `The disk of ${file} is full.`],
  [14, (file) => `${file} cannot be opened. Check its folder and its permissions.`],
  [26, (file) => `${file} is not a database.`],
]);

/** Runs what accesses a file. @throws StorageError that names what is wrong with it */
export function nameStorageErrors<Result>(file: string | undefined, access: () => Result): Result {
  try {
    return access();
  } catch (error) {
    throw toStorageError(file, error) ?? error;
  }
}

function toStorageError(file: string | undefined, error: unknown): StorageError | undefined {
  if (file === undefined || !(error instanceof Error) || !("errcode" in error)) return undefined;
  // The primary result code is in the lowest byte.
  const reason = reasons.get(Number(error.errcode) & 0xff);
  return reason && new StorageError(reason(file), { cause: error });
}
