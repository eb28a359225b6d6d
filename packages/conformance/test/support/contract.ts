import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

export interface MediaType {
  schema: { $ref: string };
  examples: Record<string, { value: unknown }>;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  example?: unknown;
}

export interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, { $ref?: string; content?: Record<string, MediaType> }>;
}

interface Contract {
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, never>>;
}

const json = "application/json";
const methods = ["get", "put", "post", "patch", "delete"];

/** The published contract. */
export const contract: Contract = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")), "utf8"),
);

/** An operation with where it is and what a request needs. */
export interface Call {
  operation: Operation;
  method: string;
  /** The path with example values in place of parameters. */
  path: string;
  /** The required headers, with example values. */
  headers: Record<string, string>;
}

/** Every operation of the contract. */
export const calls: Call[] = Object.entries(contract.paths).flatMap(([template, item]) =>
  methods.flatMap((method) => {
    const operation = item[method];
    if (!operation) return [];
    const required = (operation.parameters ?? []).map(resolve).filter((parameter) => parameter.required);
    const exampleOf = (name: string) =>
      String(required.find((parameter) => parameter.name === name)?.example);
    return {
      operation,
      method: method.toUpperCase(),
      path: template.replace(/\{(\w+)\}/g, (_, name) => exampleOf(name)),
      headers: Object.fromEntries(
        required.filter((parameter) => parameter.in === "header").map(({ name }) => [name, exampleOf(name)]),
      ),
    };
  }),
);

/** The JSON body of a request, with its schema and examples. */
export function requestBody(operation: Operation): MediaType | undefined {
  return operation.requestBody?.content[json];
}

/** Every documented answer of an operation that has a body. */
export function answers(operation: Operation): { status: string; media: MediaType }[] {
  return Object.entries(operation.responses).flatMap(([status, response]) => {
    const media = resolve(response).content?.[json];
    return media ? [{ status, media }] : [];
  });
}

function resolve<T extends { $ref?: string }>(value: T): T {
  const [section = "", name = ""] = value.$ref?.split("/").slice(2) ?? [];
  return contract.components[section]?.[name] ?? value;
}

// The packages are CommonJS; their default export is the namespace's default.
const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
ajv.addVocabulary(["components", ...new Set(JSON.stringify(contract.components).match(/x-[a-z-]+(?=":)/g))]);
ajv.addSchema({ $id: "contract", components: { schemas: contract.components.schemas } });

/** Whether Ajv, in strict 2020-12 mode, finds that a value fits a component schema; the errors if not. */
export function judge({ $ref }: { $ref: string }, value: unknown): { fits: boolean; errors: string } {
  const validate = ajv.getSchema(`contract${$ref}`);
  if (!validate) throw new Error(`There is no schema ${$ref}.`);
  return { fits: validate(value) === true, errors: ajv.errorsText(validate.errors) };
}
