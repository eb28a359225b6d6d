import { definitions } from "./definitions.ts";
import type { EditorSchema } from "./shorthand.ts";

/** For each kind of file in the contract, the folders in which files of that kind stand. */
export const editorFiles = {
  contract: ["spec/openapi.yaml"],
  path: ["spec/paths/*.yaml", "spec/webhooks/*.yaml"],
  schema: ["spec/schemas/**/*.yaml"],
  parameter: ["spec/parameters/*.yaml"],
  header: ["spec/headers/*.yaml"],
  response: ["spec/responses/*.yaml"],
  securityScheme: ["spec/security/*.yaml"],
  rule: ["spec/lint/rules/*.yaml"],
} as const;

/** The schemas that `.vscode/settings.json` names, by file name. Each stands alone: editors need no other file. */
export function editorSchemas(sources: string[]): Record<string, EditorSchema> {
  return Object.fromEntries(
    Object.keys(editorFiles).map((kind) => [
      `${kind}.json`,
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        $ref: `#/definitions/${kind}`,
        definitions: definitions(sources),
      },
    ]),
  );
}
