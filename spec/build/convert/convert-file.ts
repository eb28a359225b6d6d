/** Converts an OpenAPI 3.1 document that is a file. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parse } from "yaml";
import { isObject } from "../../model/json.ts";
import { UnsupportedError } from "./changes.ts";
import { convertedFiles } from "./files.ts";

/** The document cannot be read, or holds what an older format cannot. The message begins with its file. */
export class ConversionError extends Error {
  override name = "ConversionError";
}

/**
 * Writes the older formats of the document in `file` to `folder`, and what was lost.
 *
 * @returns the files that were written
 * @throws ConversionError
 */
export function convertFile(file: string, folder: string): string[] {
  const files = converted(file);
  mkdirSync(folder, { recursive: true });
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  return files.map(({ name }) => join(folder, name));
}

function converted(file: string): ReturnType<typeof convertedFiles> {
  const document = read(file);
  try {
    return convertedFiles(basename(file, extname(file)), document);
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    throw new ConversionError(`${file}: ${error.message}`, { cause: error });
  }
}

function read(file: string): object {
  try {
    const value: unknown = parse(readFileSync(file, "utf8"));
    if (isObject(value)) return value;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConversionError(`${file}: ${reason}`, { cause });
  }
  throw new ConversionError(`${file}: This is not an OpenAPI document.`);
}
