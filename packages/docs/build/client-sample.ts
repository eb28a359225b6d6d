/** The TypeScript sample of an operation: samples/<operationId>.ts with the contract's examples put in. */
import { readFile } from "node:fs/promises";
import {
  type Json,
  type LocatedOperation,
  type OpenApiDocument,
  parameterExample,
  requestExample,
} from "./contract.ts";

const SAMPLES = new URL("../samples/", import.meta.url);
const LINE_WIDTH = 80;

/**
 * Reads the sample of an operation and replaces `example.body` with the first example of its request body and
 * `example.<name>` with the example of the parameter of that name.
 *
 * @throws Error when the sample is missing or asks for an example that the contract does not have.
 */
export async function clientSample(document: OpenApiDocument, located: LocatedOperation): Promise<string> {
  const { operationId } = located.operation;
  const source = await readFile(new URL(`${operationId}.ts`, SAMPLES), "utf8").catch((cause: unknown) => {
    throw new Error(`The operation ${operationId} has no sample: write samples/${operationId}.ts.`, {
      cause,
    });
  });
  return source.trim().replace(/(?<=^( *).*?)\bexample\.(\w+)/gm, (_, indent: string, name: string) => {
    const value = exampleNamed(name, document, located);
    if (value === undefined) {
      throw new Error(`samples/${operationId}.ts uses example.${name}, which the contract does not give.`);
    }
    return toTypeScript(value, indent);
  });
}

function exampleNamed(name: string, document: OpenApiDocument, located: LocatedOperation): Json | undefined {
  if (name === "body") return requestExample(document, located.operation)?.value;
  const parameter = located.parameters.find((candidate) => candidate.name === name);
  return parameter && parameterExample(document, parameter);
}

/** Prints a JSON value the way a person writes it in TypeScript: bare keys, short values on one line. */
export function toTypeScript(value: Json, indent = ""): string {
  const oneLine = printOnOneLine(value);
  if (typeof value !== "object" || value === null) return oneLine;
  if (indent.length + oneLine.length <= LINE_WIDTH && !oneLine.includes(": {")) return oneLine;

  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${deeper}${toTypeScript(item, deeper)},\n`);
    return `[\n${items.join("")}${indent}]`;
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${deeper}${printKey(key)}: ${toTypeScript(member, deeper)},\n`,
  );
  return `{\n${members.join("")}${indent}}`;
}

function printOnOneLine(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printOnOneLine).join(", ")}]`;
  const members = Object.entries(value).map(([key, member]) => `${printKey(key)}: ${printOnOneLine(member)}`);
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}

function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
