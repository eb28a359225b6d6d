/** Builds the site: the reference page, the contract it shows, and the client samples on it as files. */
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clientSample } from "./client-sample.ts";
import { listOperations, type OpenApiDocument } from "./contract.ts";
import { curlSample } from "./curl.ts";
import { displayCopy } from "./display-copy.ts";
import { finishPage } from "./page.ts";
import { buildDocs } from "./redocly.ts";

const PAGE = new URL("../page/", import.meta.url);

export interface SiteOptions {
  /** The bundled contract, as JSON and as YAML. */
  readonly contract: { readonly json: string; readonly yaml: string };
  /** Where the site goes. */
  readonly dist: string;
  /** Where the client samples go, as files to type-check and run. */
  readonly samples: string;
}

/** Builds the site. Files appear in `dist` complete or not at all, the page last. */
export async function buildSite({ contract, dist, samples }: SiteOptions): Promise<void> {
  // The build of the spec package has linted the file: it is the OpenAPI document it says it is.
  const document = JSON.parse(await readFile(contract.json, "utf8")) as OpenApiDocument;
  const shown = displayCopy(document);
  await addCodeSamples(document, shown, samples);

  const work = join(dist, ".build");
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    await writeFile(join(work, "display.json"), JSON.stringify(shown));
    await buildPage(shown, join(work, "display.json"), join(work, "index.html"));
    await copyFile(contract.json, join(work, "openapi.json"));
    await copyFile(contract.yaml, join(work, "openapi.yaml"));
    for (const file of ["openapi.json", "openapi.yaml", "index.html"]) {
      await rename(join(work, file), join(dist, file));
    }
  } finally {
    await rm(work, { recursive: true });
  }
}

async function addCodeSamples(
  document: OpenApiDocument,
  shown: OpenApiDocument,
  samples: string,
): Promise<void> {
  await rm(samples, { recursive: true, force: true });
  await mkdir(samples, { recursive: true });
  const shownOperations = listOperations(shown);
  for (const [index, located] of listOperations(document).entries()) {
    const client = await clientSample(document, located);
    await writeFile(join(samples, `${located.operation.operationId}.ts`), `${client}\n`);
    const codeSamples = [
      { lang: "Shell", label: "curl", source: curlSample(document, located) },
      { lang: "TypeScript", label: "TypeScript", source: client },
    ];
    Object.assign(shownOperations[index]?.operation ?? {}, { "x-codeSamples": codeSamples });
  }
}

async function buildPage(shown: OpenApiDocument, openapi: string, output: string): Promise<void> {
  const { title, summary } = shown.info;
  await buildDocs({ openapi, output, title: `${title}: reference` });
  const page = finishPage(await readFile(output, "utf8"), {
    description: summary ?? title,
    theme: await readFile(new URL("theme.css", PAGE), "utf8"),
    favicon: await readFile(new URL("favicon.svg", PAGE), "utf8"),
  });
  await writeFile(output, page);
}
