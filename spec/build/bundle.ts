import { join, relative } from "node:path";
import { bundle, createConfig, getLineColLocation, type NormalizedProblem } from "@redocly/openapi-core";
import { combineDocuments } from "../model/combine.ts";
import { asEditable, asReadOnly, type Document } from "./document.ts";
import { inlineExamples } from "./inline-examples.ts";

const specFolder = join(import.meta.dirname, "..");

/** The root files of the contract's documents: one for each host. The first is that of the referrals. */
export const rootFiles = ["openapi.yaml", "event-registration.yaml"] as const;

export type RootFile = (typeof rootFiles)[number];

/** A file of the sources cannot be read, or a reference in it leads nowhere. */
export class BundleError extends Error {}

/**
 * All files that one of the contract's documents consists of, as one: references lead to its own components, and examples
 * stand in it.
 *
 * @param root the root file of the document
 * @param folder a copy of `spec/`; by default the one of this package
 * @throws BundleError that names file, line and reason when a file cannot be read or a reference leads nowhere.
 */
export async function bundleDocument(root: RootFile, folder: string = specFolder): Promise<Document> {
  // Without redocly.yaml, which brings rules for linting that bundling has no use for.
  const config = await createConfig({});
  const result = await bundle({ ref: join(folder, root), config }).catch((error: Error) => {
    throw new BundleError(error.message, { cause: error });
  });
  const errors = result.problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    // A file that several others refer to is read, and wrong, several times.
    throw new BundleError([...new Set(errors.map((problem) => describe(problem, folder)))].join("\n"));
  }
  // As it would be read from a file: without what several places share. Redocly does not know our type.
  const document = JSON.parse(JSON.stringify(result.bundle.parsed)) as Document;
  inlineExamples(document, join(folder, "examples"));
  return document;
}

function describe({ message, location: [location] }: NormalizedProblem, folder: string): string {
  if (!location) return message;
  const { source, start } = getLineColLocation(location);
  return `${relative(folder, source.absoluteRef)}:${start.line}:${start.col}: ${message}`;
}

/** Both documents of the contract in one. */
export async function bundleSources(folder?: string): Promise<Document> {
  return combine(await Promise.all(rootFiles.map((root) => bundleDocument(root, folder))));
}

/** The documents in one. The result shares parts with them. */
export function combine([first, ...others]: readonly Document[]): Document {
  if (!first) throw new Error("There is no document.");
  return asEditable(combineDocuments(asReadOnly(first), ...others.map(asReadOnly)));
}
