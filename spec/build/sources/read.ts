/** Reads the sources from their files. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { isNode, LineCounter, parseDocument } from "yaml";
import { parsePointer } from "../../model/pointer.ts";
import type { Source } from "./source.ts";

/** A source and the file that it stands in. */
export interface SourceFile {
  readonly file: string;
  readonly source: Source;
  /** The line of a place in it, from 1; that of the nearest place above it where there is none. */
  readonly lineOf: (place: readonly (string | number)[]) => number;
}

const form: object = JSON.parse(readFileSync(join(import.meta.dirname, "form.schema.json"), "utf8"));
// The packages are CommonJS; their default export is the namespace's default.
const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
const isSource = ajv.compile<Omit<Source, "key">>(form);

/** Files as they were read before, for a process that builds again and again: most of them stay as they are. */
const filesRead = new Map<string, { readonly text: string; readonly read: SourceFile }>();

/**
 * Reads every file of a folder and its subfolders, in the order of their names.
 *
 * @throws Error which says, line by line, what is wrong in which file.
 */
export function readSources(folder: string): SourceFile[] {
  return globSync("**/*.yaml", { cwd: folder })
    .sort()
    .map((name) => readSource(join(folder, name), name.replace(/\.yaml$/, "").replaceAll("\\", "/")));
}

function readSource(file: string, key: string): SourceFile {
  const text = readFileSync(file, "utf8");
  const before = filesRead.get(file);
  if (before?.text === text) return before.read;
  const read = parseSource(file, text, key);
  filesRead.set(file, { text, read });
  return read;
}

function parseSource(file: string, text: string, key: string): SourceFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  const lineOf: SourceFile["lineOf"] = (place) => {
    for (let length = place.length; length > 0; length--) {
      const node = document.getIn(place.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const value: unknown = document.toJS();
  if (isSource(value)) return { file, source: { ...value, key }, lineOf };
  const problems = (isSource.errors ?? []).map(({ instancePath, message, params }) => {
    const place = parsePointer(instancePath);
    const extra = params.additionalProperty ?? params.propertyName;
    const what = extra === undefined ? message : `${message}: ${extra}`;
    return `${file}:${lineOf(place)} ${place.join(" › ") || "the file"} ${what}`;
  });
  throw new Error([...new Set(problems)].join("\n"));
}
