import { basename } from "node:path";
import { readSource, sourceFiles, toYaml, unsaid, unsourced } from "./sources.ts";

/** The parameters in a path: a reference to the file of each, and the files that have to be created. */
export function pathParameters(
  root: string,
  path: string,
): { references: { $ref: string }[]; created: [string, string][] } {
  const known = new Map(
    sourceFiles(root, "parameters/*.yaml").flatMap((file): [string, string][] => {
      const { name, in: place } = readSource(root, file);
      // Of two files with one name, that of the current version.
      return place === "path" && !basename(file).startsWith("Preview") ? [[String(name), file]] : [];
    }),
  );
  const created: [string, string][] = [];
  const references = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const file = known.get(name) ?? `spec/parameters/${name.charAt(0).toUpperCase()}${name.slice(1)}.yaml`;
    if (!known.has(name)) created.push([file, toYaml(parameter(name))]);
    return { $ref: `../parameters/${basename(file)}` };
  });
  return { references, created };
}

function parameter(name: string) {
  return {
    name,
    in: "path",
    required: true,
    description: unsaid,
    "x-evidence": unsourced,
    schema: { type: "string" },
    example: unsaid,
  };
}
