/** The samples of an operation: the same request with curl, with the client, and with what Python and JavaScript bring. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type JsonObject, listOperations, type Operation } from "@partner-referrals/spec/model";
import type { OutputFormat } from "../../build/page.ts";
import { paragraphs } from "../../content/markdown.ts";
import { codeBlock } from "../format.ts";
import { clientSample } from "./client-sample.ts";
import { curlSample } from "./curl-sample.ts";
import { fetchSample } from "./fetch-sample.ts";
import { pythonSample } from "./python-sample.ts";

export interface Sample {
  readonly label: "curl" | "TypeScript" | "Python" | "fetch";
  readonly language: "sh" | "ts" | "python";
  readonly source: string;
}

const fileExtensions = { sh: "sh", ts: "ts", python: "py" } as const;

/** All samples by the id of their operation. They address production; see {@link forServer}. */
export async function operationSamples(document: JsonObject): Promise<Map<string, readonly Sample[]>> {
  const samples = new Map<string, readonly Sample[]>();
  for (const operation of listOperations(document)) {
    samples.set(operation.id, await samplesOf(document, operation));
  }
  return samples;
}

async function samplesOf(document: JsonObject, operation: Operation): Promise<Sample[]> {
  return [
    { label: "curl", language: "sh", source: curlSample(document, operation) },
    { label: "TypeScript", language: "ts", source: await clientSample(document, operation) },
    { label: "Python", language: "python", source: pythonSample(document, operation) },
    { label: "fetch", language: "ts", source: fetchSample(document, operation) },
  ];
}

/** All samples of an operation, each below its label. A script of the site shows the one that the reader chose. */
export function sampleSwitch(format: OutputFormat, server: string, samples: readonly Sample[]): string {
  return paragraphs([
    format === "html" ? toolbar(server, samples) : "",
    ...samples.map(({ label, language, source }) => {
      const block = codeBlock(language, source);
      if (format === "markdown") return paragraphs([`### ${label}`, block]);
      return `<section class="sample" data-sample="${label}" data-pagefind-ignore>\n<p class="sample-label">${label}</p>\n\n${block}\n\n</section>`;
    }),
  ]);
}

/** Hidden where scripts do not run: all samples are visible there. */
function toolbar(server: string, samples: readonly Sample[]): string {
  const languages = samples.map(({ label }) => button("sample", label, label));
  const servers = [button("server", "production", "Production"), button("server", "sandbox", "Sandbox")];
  return `<div class="sample-switch" data-production="${server}"><div role="group" aria-label="Language of the samples">${languages.join("")}</div><div role="group" aria-label="Server of the samples">${servers.join("")}</div></div>`;
}

function button(kind: "sample" | "server", value: string, label: string): string {
  return `<button type="button" data-${kind}="${value}" aria-pressed="false">${label}</button>`;
}

/** Writes the samples as files `<operationId>.<label>.<extension>`, to be type-checked and run by the tests. */
export async function writeSamples(
  samples: ReadonlyMap<string, readonly Sample[]>,
  directory: string,
): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const [operationId, list] of samples) {
    for (const { label, language, source } of list) {
      // The last line makes a module of a sample that imports nothing. It is not shown.
      const text = language === "ts" ? `${source}\n\nexport {};\n` : `${source}\n`;
      await writeFile(join(directory, `${operationId}.${label}.${fileExtensions[language]}`), text);
    }
  }
}
