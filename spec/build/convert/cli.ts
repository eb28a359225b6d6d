/** Converts an OpenAPI 3.1 document: `node build/convert/cli.ts <document> <folder>`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parse } from "yaml";
import { isObject } from "../../model/json.ts";
import { UnsupportedError } from "./changes.ts";
import { convertedFiles } from "./files.ts";

/** The document cannot be read. */
class InputError extends Error {}

const [source, folder, ...rest] = process.argv.slice(2);
if (!source || !folder || rest.length > 0) {
  console.error("Usage: convert <document.json or .yaml> <folder>");
  process.exitCode = 2;
} else convert(source, folder);

function convert(file: string, target: string): void {
  try {
    const files = convertedFiles(basename(file, extname(file)), read(file));
    mkdirSync(target, { recursive: true });
    for (const { name, content } of files) writeFileSync(join(target, name), content);
    console.log(files.map(({ name }) => join(target, name)).join("\n"));
  } catch (error) {
    const isExpected = error instanceof UnsupportedError || error instanceof InputError;
    console.error(isExpected ? `${file}: ${error.message}` : error);
    process.exitCode = 1;
  }
}

function read(file: string): object {
  try {
    const value: unknown = parse(readFileSync(file, "utf8"));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new InputError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  throw new InputError("This is not an OpenAPI document.");
}
