/** Renders the contract with Redocly and writes what the reference page loads. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listOperations, type OpenApiDocument } from "../contract.ts";
import type { Sources } from "../evidence.ts";
import type { Sample } from "../reference/samples.ts";
import { displayCopy } from "./display-copy.ts";
import { extractRedoc } from "./extract.ts";
import { buildDocs } from "./redocly.ts";
import { withExamples } from "./with-examples.ts";
import { withSources } from "./with-sources.ts";

const THEME = new URL("../../page/theme.css", import.meta.url);

export interface RedocInput {
  readonly samples: Map<string, Sample[]>;
  readonly sources: Sources;
}

/** Writes redoc.js, redoc.css, definition.json and options.json into the folder. */
export async function buildRedoc(
  document: OpenApiDocument,
  { samples, sources }: RedocInput,
  folder: string,
): Promise<void> {
  const shown = withExamples(withSources(displayCopy(linkEvidence(document)), sources));
  for (const { operation } of listOperations(shown)) {
    const codeSamples = (samples.get(operation.operationId) ?? []).map(({ label, language, source }) => ({
      lang: language === "sh" ? "Shell" : "TypeScript",
      label,
      source,
    }));
    Object.assign(operation, { "x-codeSamples": codeSamples });
  }
  await mkdir(folder, { recursive: true });
  const openapi = join(folder, "display.json");
  const output = join(folder, "page.html");
  await writeFile(openapi, JSON.stringify(shown));
  await buildDocs({ openapi, output, title: document.info.title });
  const parts = extractRedoc(await readFile(output, "utf8"));
  await rm(openapi);
  await rm(output);

  await writeFile(join(folder, "redoc.js"), parts.script);
  await writeFile(join(folder, "redoc.css"), `${parts.styles}\n${await readFile(THEME, "utf8")}`);
  await writeFile(join(folder, "definition.json"), parts.definition);
  await writeFile(join(folder, "options.json"), parts.options);
}

/** The contract names a file of the project. The site has its content, beside the reference. */
function linkEvidence(document: OpenApiDocument): OpenApiDocument {
  const link = "[`EVIDENCE.md`](../guides/what-the-sources-disagree-on/)";
  const description = (document.info.description ?? "").replace("`EVIDENCE.md`", link);
  return { ...document, info: { ...document.info, description } };
}
