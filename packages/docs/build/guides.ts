/** Reads the guides and puts in what they include: snippets, tables and diagrams. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parse } from "yaml";
import type { OpenApiDocument } from "./contract.ts";
import type { Page, Reader } from "./page.ts";

const GUIDES = new URL("../guides/", import.meta.url);
const SNIPPETS = new URL("../snippets/", import.meta.url);

/** A line like `<!-- snippet: getting-started/create.ts#region -->`. */
const INCLUDE = /^<!-- (\w+): (\S+) -->$/gm;

/** What stands in the place of an include, for each reader. */
type Included = Readonly<Record<Reader, string>>;

/** Drawn from the contract: as a picture, and as the same content in words. */
export interface Diagram {
  readonly svg: string;
  readonly text: string;
}

/**
 * Reads the guides of these names.
 *
 * @throws Error when a guide includes something that does not exist, or has code that is no snippet.
 */
export async function readGuides(names: readonly string[], document: OpenApiDocument): Promise<Page[]> {
  return Promise.all(names.map((name) => readGuide(name, document)));
}

async function readGuide(name: string, document: OpenApiDocument): Promise<Page> {
  const source = await readFile(new URL(`${name}.md`, GUIDES), "utf8");
  const [, head = "", body = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(source) ?? [];
  const { title, description } = parse(head) ?? {};
  if (typeof title !== "string" || typeof description !== "string") {
    throw new Error(`guides/${name}.md needs a title and a description at its top.`);
  }
  if (/^(```|~~~)/m.test(body)) {
    throw new Error(`guides/${name}.md has code of its own. Put it into snippets/, where it is tested.`);
  }
  const included = new Map<string, Included>();
  for (const [line, kind = "", value = ""] of body.matchAll(INCLUDE)) {
    included.set(line, await include(`guides/${name}.md`, kind, value, document));
  }
  return {
    path: name === "index" ? name : `guides/${name}`,
    title,
    description,
    chapter: true,
    body: (reader) => body.trim().replace(INCLUDE, (line) => included.get(line)?.[reader] ?? line),
  };
}

async function include(
  guide: string,
  kind: string,
  value: string,
  document: OpenApiDocument,
): Promise<Included> {
  if (kind === "snippet") {
    const code = await readSnippet(guide, value);
    return { browser: code, machine: code };
  }
  if (kind !== "table" && kind !== "diagram") throw new Error(`${guide} includes an unknown ${kind}.`);
  const module = new URL(`${kind}s/${value}.ts`, import.meta.url);
  if (!existsSync(module)) throw new Error(`${guide} includes the ${kind} ${value}, which does not exist.`);
  const exports: unknown = await import(module.href);
  // Each module of these folders exports one function, named for the folder.
  if (kind === "table") {
    const { table } = exports as { table(contract: OpenApiDocument): string };
    return { browser: table(document), machine: table(document) };
  }
  const { svg, text } = (exports as { diagram(contract: OpenApiDocument): Diagram }).diagram(document);
  return {
    browser: `<figure class="diagram">${svg}<details><summary>In words</summary>\n\n${text}\n\n</details></figure>`,
    machine: text,
  };
}

async function readSnippet(guide: string, name: string): Promise<string> {
  const [file = "", region] = name.split("#");
  const url = new URL(file, SNIPPETS);
  if (!existsSync(url)) throw new Error(`${guide} includes snippets/${file}, which does not exist.`);
  const source = await readFile(url, "utf8");
  const code = region ? regionOf(source, region) : source.replace(/^\s*(\/\/|#) (end)?region.*\n/gm, "");
  if (code === undefined)
    throw new Error(`snippets/${file} has no region ${region}, which ${guide} includes.`);
  return `\`\`\`${extname(file).slice(1)}\n${code.trim()}\n\`\`\``;
}

function regionOf(source: string, name: string): string | undefined {
  const lines = source.split("\n");
  const start = lines.findIndex((line) => /^\s*(\/\/|#) region: /.test(line) && line.endsWith(` ${name}`));
  const length = lines.slice(start).findIndex((line) => /^\s*(\/\/|#) endregion/.test(line));
  if (start < 0 || length < 0) return undefined;
  return dedent(lines.slice(start + 1, start + length));
}

function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents))).join("\n");
}
