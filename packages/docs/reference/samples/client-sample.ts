/** The TypeScript sample of an operation, with the client. */
import { readFile } from "node:fs/promises";
import {
  getIn,
  type JsonObject,
  type Operation,
  parameterExample,
  requestExample,
} from "@partner-referrals/spec/model";
import { toTypeScript } from "./typescript-value.ts";

const clientSamples = new URL("../client-samples/", import.meta.url);

/**
 * Returns `client-samples/<operationId>.ts` with values of the contract in place of what starts with `example`:
 * `example.server` is the server of the operation, `example.body` the first example of the request body, and
 * `example.<name>` that of the parameter of that name. Further names lead into the value.
 *
 * @throws Error when there is no such file, or the sample asks for an example that the contract does not have.
 */
export async function clientSample(document: JsonObject, operation: Operation): Promise<string> {
  const file = new URL(`${operation.id}.ts`, clientSamples);
  const source = await readFile(file, "utf8");
  return source
    .trim()
    .replace(/(?<=^( *).*?)\bexample((?:\.\w+)+)/gm, (found, indent: string, names: string) => {
      const value = exampleNamed(names.slice(1).split("."), document, operation);
      if (value === undefined) throw new Error(`${file} uses ${found}, which the contract does not give.`);
      return toTypeScript(value, indent);
    });
}

function exampleNamed(
  [first, ...names]: readonly string[],
  document: JsonObject,
  operation: Operation,
): unknown {
  const parameter = operation.parameters.find(({ name }) => name === first);
  if (parameter) return getIn(parameterExample(document, parameter), ...names);
  if (first === "server") return operation.server;
  return first === "body" ? getIn(requestExample(document, operation)?.value, ...names) : undefined;
}
