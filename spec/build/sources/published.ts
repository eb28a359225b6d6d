import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SourcesFile } from "./report.ts";

/** The published `sources.json`: what the sources state, and what became of each fact. */
export const sourcesFile: SourcesFile = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/sources.json")), "utf8"),
);
