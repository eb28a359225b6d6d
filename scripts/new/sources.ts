/** The files of the contract, as `pnpm new` reads and adds to them. */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";

/** What was made, relative to the repository, and what to do with it. */
export interface Created {
  created: string[];
  changed: string[];
  next: string;
}

/** An object of a YAML file. */
export type Node = Record<string, unknown>;

/** An operation of the contract, and where it stands. */
export interface Operation {
  file: string;
  method: string;
  node: Node;
}

export const methods = ["get", "put", "post", "patch", "delete"];

/** Left for the author to fill in; lint asks for it. */
export const unsaid = "";
export const unsourced = { documented: [] };

/** The YAML files that match a pattern below `spec/`, relative to the repository. */
export function sourceFiles(root: string, pattern: string): string[] {
  return globSync(`spec/${pattern}`, { cwd: root }).sort();
}

/** The schema files, by the name of the schema. */
export function schemaFiles(root: string): Map<string, string> {
  return new Map(sourceFiles(root, "schemas/**/*.yaml").map((file) => [basename(file, ".yaml"), file]));
}

/** The content of one file. */
export function readSource(root: string, file: string): Node {
  return asNode(parse(readFileSync(join(root, file), "utf8")));
}

/** All operations of paths and webhooks. */
export function operations(root: string): Operation[] {
  return sourceFiles(root, "{paths,webhooks}/*.yaml").flatMap((file) =>
    Object.entries(readSource(root, file))
      .filter(([method]) => methods.includes(method))
      .map(([method, node]) => ({ file, method, node: asNode(node) })),
  );
}

export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}

export function asNode(value: unknown): Node {
  // A cast, because TypeScript knows of a non-null object only that it has no known properties.
  return typeof value === "object" && value !== null ? (value as Node) : {};
}
