/** The files of the contract, as `pnpm new` reads and adds to them. */
import { globSync } from "node:fs";
import { basename } from "node:path";
import { stringify } from "yaml";

/** What was made, relative to the repository, and what to do with it. */
export interface Created {
  created: string[];
  next: string;
}

/** Left for the author to fill in; lint asks for it. */
export const emptyText = "";
export const noEvidence = { documented: [] };

/** The schema files, by the name of the schema. */
export function schemaFiles(root: string): Map<string, string> {
  return new Map(
    globSync("spec/schemas/**/*.yaml", { cwd: root })
      .sort()
      .map((file) => [basename(file, ".yaml"), file]),
  );
}

export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
