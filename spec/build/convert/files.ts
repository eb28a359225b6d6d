/** The files that a document in older formats is published as. */
import { stringify } from "yaml";
import { getIn } from "../../model/json.ts";
import { checkStructure } from "./check-structure.ts";
import { toOpenApi30 } from "./openapi-3.0/convert.ts";
import { reportOf, reportPage } from "./report.ts";
import { toSwagger20 } from "./swagger-2.0/convert.ts";

/** A file to be written. */
export interface ConvertedFile {
  readonly name: string;
  readonly content: string;
}

/**
 * An OpenAPI 3.1 document in OpenAPI 3.0 and Swagger 2.0, each with its reports.
 *
 * @param base the name of its file without extension: `openapi` gives `openapi-3.0.json`, any other one
 *   `<base>.openapi-3.0.json`
 * @throws UnsupportedError when something can neither be said in a format nor be left out, or is no OpenAPI.
 */
export function convertedFiles(base: string, source: object): ConvertedFile[] {
  const prefix = base === "openapi" ? "" : `${base}.`;
  const openapi = `${prefix}openapi-3.0`;
  const swagger = `${prefix}swagger-2.0`;
  const version = String(getIn(source, "info", "version"));
  checkStructure(source);
  const from31 = toOpenApi30(source);
  const from30 = toSwagger20(from31.document);
  const report30 = reportOf({ format: "OpenAPI 3.0.3", source: `${base}.json`, version }, from31.changes);
  const report20 = reportOf({ format: "Swagger 2.0", source: `${openapi}.json`, version }, from30.changes);
  return [
    { name: `${openapi}.json`, content: json(from31.document) },
    {
      name: `${openapi}.yaml`,
      content: stringify(from31.document, { aliasDuplicateObjects: false, lineWidth: 0 }),
    },
    { name: `${openapi}.report.json`, content: json(report30) },
    { name: `${openapi}.report.md`, content: reportPage(report30) },
    { name: `${swagger}.json`, content: json(from30.document) },
    { name: `${swagger}.report.json`, content: json(report20) },
    { name: `${swagger}.report.md`, content: reportPage(report20, `${openapi}.report.md`) },
  ];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
