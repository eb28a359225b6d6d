/** The TypeScript sample of an operation. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import {
  isObject,
  type Json,
  type LocatedOperation,
  type OpenApiDocument,
  parameterExample,
  requestExample,
} from "../contract.ts";
import { rawSample } from "./raw-sample.ts";
import { toTypeScript } from "./typescript-value.ts";

const SAMPLES = new URL("../../samples/", import.meta.url);

/**
 * Returns samples/<operationId>.ts with values of the contract in the place of what starts with `example`:
 * `example.body` is the first example of the request body, `example.<name>` that of the parameter of that name.
 * Further names lead into the value. Without such a file, the sample is a call of the `raw` client.
 *
 * @throws Error when the sample asks for an example that the contract does not have.
 */
export async function clientSample(document: OpenApiDocument, located: LocatedOperation): Promise<string> {
  const file = new URL(`${located.operation.operationId}.ts`, SAMPLES);
  if (!existsSync(file)) return rawSample(document, located);
  const source = await readFile(file, "utf8");
  return source
    .trim()
    .replace(/(?<=^( *).*?)\bexample((?:\.\w+)+)/gm, (found, indent: string, names: string) => {
      const value = exampleNamed(names.slice(1).split("."), document, located);
      if (value === undefined) throw new Error(`${file} uses ${found}, which the contract does not give.`);
      return toTypeScript(value, indent);
    });
}

function exampleNamed(
  [first, ...names]: readonly string[],
  document: OpenApiDocument,
  located: LocatedOperation,
): Json | undefined {
  const parameter = located.parameters.find(({ name }) => name === first);
  const start = parameter
    ? parameterExample(document, parameter)
    : first === "body"
      ? requestExample(document, located.operation)?.value
      : undefined;
  return names.reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), start);
}
