import {
  bodyExamples,
  contract,
  fillPath,
  listOperations,
  type MediaType,
  type Operation,
  parameterExample,
} from "@partner-referrals/spec/model";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** A request to an operation, as the contract's examples have it. */
export interface Call {
  readonly operation: Operation;
  readonly method: string;
  /** The path with example values in place of parameters. */
  readonly path: string;
  /** The required headers, with example values. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A call of every operation of the contract. */
export const calls: readonly Call[] = listOperations(contract).map((operation) => ({
  operation,
  method: operation.method.toUpperCase(),
  path: fillPath(operation.path, exampleValues(operation, "path")),
  headers: exampleValues(operation, "header"),
}));

function exampleValues({ parameters }: Operation, place: string): Record<string, string> {
  const required = parameters.filter((parameter) => parameter.in === place && parameter.required);
  return Object.fromEntries(required.map((one) => [one.name, String(parameterExample(contract, one))]));
}

/** The example bodies of requests to an operation. */
export function requestExamples({ requestBody }: Operation): ReturnType<typeof bodyExamples> {
  return bodyExamples(contract, requestBody);
}

/** Every documented response of an operation that has a body. */
export function responsesWithBody(operation: Operation): { status: string; media: MediaType }[] {
  return [...operation.responses.values()].flatMap(({ status, content: [media] }) =>
    media ? [{ status, media }] : [],
  );
}

// The packages are CommonJS; their default export is the namespace's default.
const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
ajv.addVocabulary([
  "components",
  ...new Set(JSON.stringify(contract.components).match(/x-[A-Za-z-]+(?=":)/g)),
]);
ajv.addSchema({ $id: "contract", components: Object(contract.components) });

/** Whether Ajv, in strict 2020-12 mode, finds a value valid by the schema of a body; the errors if not. */
export function validate({ schema }: MediaType, value: unknown): { isValid: boolean; errors: string } {
  const { $ref } = Object(schema);
  const check = ajv.getSchema(`contract${$ref}`);
  if (!check) throw new Error(`There is no schema ${$ref}.`);
  return { isValid: check(value) === true, errors: ajv.errorsText(check.errors) };
}
