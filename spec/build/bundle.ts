import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { combineDocuments } from "../model/combine.ts";
import { asEditable, asReadOnly, type Document } from "./document.ts";
import { inlineExamples } from "./inline-examples.ts";

const specFolder = join(import.meta.dirname, "..");

/** The root files of the contract's documents: one for each host. The first is that of the referrals. */
export const rootFiles = ["openapi.yaml", "event-registration.yaml"] as const;

export type RootFile = (typeof rootFiles)[number];

/**
 * All files that one of the contract's documents consists of, as one: references lead to its own components, and examples
 * stand in it.
 *
 * @param root the root file of the document
 * @param folder a copy of `spec/`; by default the one of this package
 * @throws Error with what Redocly says when a file cannot be read or a reference leads nowhere.
 */
export function bundleDocument(root: RootFile, folder: string = specFolder): Document {
  const temporary = mkdtempSync(join(tmpdir(), "partner-referrals-"));
  const output = join(temporary, "openapi.json");
  try {
    const { status, stderr } = spawnSync(
      join(specFolder, "node_modules/.bin/redocly"),
      // The root file itself, as its name in redocly.yaml brings rules for linting that bundling has no use for.
      ["bundle", join(folder, root), "--output", output],
      { cwd: temporary, env: { ...process.env, REDOCLY_TELEMETRY: "off" }, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
    const document: Document = JSON.parse(readFileSync(output, "utf8"));
    inlineExamples(document, join(folder, "examples"));
    return document;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Both documents of the contract in one. */
export function bundleSources(folder?: string): Document {
  const [first, ...others] = rootFiles.map((root) => asReadOnly(bundleDocument(root, folder)));
  if (!first) throw new Error("There is no root file.");
  return asEditable(combineDocuments(first, ...others));
}
