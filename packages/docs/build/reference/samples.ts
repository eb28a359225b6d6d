/** The samples of an operation: the same request as a shell command, with the client, and with plain fetch. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LocatedOperation, listOperations, type OpenApiDocument } from "../contract.ts";
import { clientSample } from "./client-sample.ts";
import { curlSample } from "./curl.ts";
import { fetchSample } from "./fetch-sample.ts";

export interface Sample {
  /** As Redoc's list of languages names it. */
  readonly label: "curl" | "TypeScript" | "fetch";
  readonly language: "sh" | "ts";
  readonly source: string;
}

/** All samples by operationId. */
export async function operationSamples(document: OpenApiDocument): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>();
  for (const located of listOperations(document)) {
    samples.set(located.operation.operationId, await samplesOf(document, located));
  }
  return samples;
}

async function samplesOf(document: OpenApiDocument, located: LocatedOperation): Promise<Sample[]> {
  return [
    { label: "curl", language: "sh", source: curlSample(document, located) },
    { label: "TypeScript", language: "ts", source: await clientSample(document, located) },
    { label: "fetch", language: "ts", source: fetchSample(document, located) },
  ];
}

/** Writes the TypeScript samples as files `<operationId>.<label>.ts`, to be type-checked and run by the tests. */
export async function writeSamples(samples: Map<string, Sample[]>, directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const [operationId, list] of samples) {
    for (const { label, language, source } of list) {
      if (language !== "ts") continue;
      // The last line makes a module of a sample that imports nothing. It is not shown.
      await writeFile(join(directory, `${operationId}.${label}.ts`), `${source}\n\nexport {};\n`);
    }
  }
}
