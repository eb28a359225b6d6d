import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Instance } from "./instances.ts";

const compiler = join(import.meta.dirname, "../node_modules/typescript/bin/tsc");
const generated = join(import.meta.dirname, "../generated");
const options = [
  "--strict",
  "--exactOptionalPropertyTypes",
  "--module",
  "nodenext",
  "--target",
  "es2024",
  "--lib",
  "es2024",
];

/** For each instance whether TypeScript lets it be written where its schema's type is asked for. One run judges all. */
export function validateByTypes(instances: Instance[]): boolean[] {
  mkdirSync(generated, { recursive: true });
  const directory = mkdtempSync(join(generated, "validators-"));
  try {
    const file = join(directory, "instances.ts");
    const lines = instances.map(
      ({ schema, value }, index) => `export const v${index}: t.${schema} = ${JSON.stringify(value)};`,
    );
    writeFileSync(file, ['import type * as t from "@partner-referrals/types";', ...lines].join("\n"));
    const { stdout, error } = spawnSync(
      process.execPath,
      [compiler, "--ignoreConfig", "--noEmit", "--pretty", "false", "--types", "", ...options, file],
      { cwd: directory, encoding: "utf8", maxBuffer: 2 ** 28 },
    );
    if (error) throw error;
    // The instances follow the import, one a line.
    const rejected = new Set(
      [...stdout.matchAll(/^\S*instances\.ts\((\d+),/gm)].map(([, line]) => Number(line) - 2),
    );
    if (rejected.has(-1) || (rejected.size === 0 && stdout !== "")) throw new Error(stdout.slice(0, 2000));
    return instances.map((_, index) => !rejected.has(index));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What types can say: the rest, such as bounds and conditions, they leave to those who look at values. */
const shapes = [
  "none",
  "type",
  "required",
  "optional",
  "enum",
  "known value",
  "additionalProperties",
  "not",
  "no items",
];

/** Whether the change of an instance is one that types can see. */
export function isOfShape({ change }: Instance): boolean {
  return shapes.includes(change.keyword);
}
