/** Reads the guides and puts in what they include: snippets, tables and diagrams. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { OpenApiDocument } from "@partner-referrals/spec/model";
import { parse } from "yaml";
import type { OutputFormat, Page } from "../build/page.ts";
import { diagrams } from "./diagrams/index.ts";
import { tables } from "./tables/index.ts";

const guidesFolder = new URL("../guides/", import.meta.url);
const snippetsFolder = new URL("../snippets/", import.meta.url);

/** A line like `<!-- snippet: getting-started/create.ts#region -->`. */
const includeLine = /^<!-- (\w+): (\S+) -->$/gm;

/** What stands in the place of an include, for each format. */
type Included = Readonly<Record<OutputFormat, string>>;

/**
 * Reads the guides of these names.
 *
 * @throws Error when a guide includes something that does not exist, or has code that is no snippet.
 */
export async function readGuides(names: readonly string[], document: OpenApiDocument): Promise<Page[]> {
  return Promise.all(names.map((name) => readGuide(name, document)));
}

async function readGuide(name: string, document: OpenApiDocument): Promise<Page> {
  const source = await readFile(new URL(`${name}.md`, guidesFolder), "utf8");
  const [, head = "", body = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(source) ?? [];
  const { title, description } = parse(head) ?? {};
  if (typeof title !== "string" || typeof description !== "string") {
    throw new Error(`guides/${name}.md needs a title and a description at its top.`);
  }
  if (/^(```|~~~)/m.test(body)) {
    throw new Error(`guides/${name}.md has code of its own. Move it to snippets/, where it is tested.`);
  }
  const included = new Map<string, Included>();
  for (const [line, kind = "", value = ""] of body.matchAll(includeLine)) {
    included.set(line, await include(`guides/${name}.md`, kind, value, document));
  }
  return {
    path: name === "index" ? name : `guides/${name}`,
    kind: "guide",
    title,
    description,
    chapter: true,
    body: (format) => body.trim().replace(includeLine, (line) => included.get(line)?.[format] ?? line),
  };
}

async function include(
  guide: string,
  kind: string,
  value: string,
  document: OpenApiDocument,
): Promise<Included> {
  if (kind === "snippet") return inBothFormats(await readSnippet(guide, value));
  if (kind === "table") {
    const table = tables[value];
    if (table) return inBothFormats(table(document));
    throw new Error(`${guide} includes the table ${value}, which content/tables/index.ts does not have.`);
  }
  const diagram = diagrams[value];
  if (kind !== "diagram" || !diagram) {
    throw new Error(`${guide} includes the ${kind} ${value}, which content/diagrams/index.ts does not have.`);
  }
  const { svg, text } = diagram(document);
  return {
    html: `<figure class="diagram">${svg}<details><summary>In words</summary>\n\n${text}\n\n</details></figure>`,
    markdown: text,
  };
}

function inBothFormats(text: string): Included {
  return { html: text, markdown: text };
}

async function readSnippet(guide: string, name: string): Promise<string> {
  const [file = "", region] = name.split("#");
  const url = new URL(file, snippetsFolder);
  if (!existsSync(url)) throw new Error(`${guide} includes snippets/${file}, which does not exist.`);
  const source = await readFile(url, "utf8");
  const code = region ? regionOf(source, region) : source.replace(/^\s*(\/\/|#) (end)?region.*\n/gm, "");
  if (code === undefined)
    throw new Error(`snippets/${file} has no region ${region}, which ${guide} includes.`);
  const language = extname(file).slice(1);
  return `\`\`\`${language === "pem" ? "txt" : language}\n${code.trim()}\n\`\`\``;
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
