import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { operationStub } from "./operation-stub.ts";
import { pathParameters } from "./path-parameters.ts";
import { type Created, methods, operations, schemaFiles, toYaml } from "./sources.ts";

export interface NewOperation {
  operationId: string;
  method: string;
  path: string;
  /** The schema of the body that is sent, if there is one. */
  request?: string | undefined;
  /** The schema of the answer, if it has a body. */
  response?: string | undefined;
}

/**
 * Creates an operation: in the file of its path, with its examples, and with the parameters of the path that are new.
 * Throws, before anything is written, when a name is taken, wrong, or of a schema that does not exist.
 */
export function newOperation(root: string, operation: NewOperation): Created {
  check(root, operation);
  const { method, path, operationId } = operation;
  const pathFile = `spec/paths/${path.slice(1).replaceAll("/", "_")}.yaml`;
  const pathIsNew = !existsSync(join(root, pathFile));
  const parameters = pathParameters(root, path);
  const stub = operationStub(root, operation, parameters.references);
  const files = new Map<string, string>([
    [
      pathFile,
      withOperation(pathIsNew ? "" : read(root, pathFile), method, toYaml({ [method]: stub.operation })),
    ],
    ...parameters.created,
    ...stub.examples.map((file): [string, string] => [file, "{}\n"]),
  ]);
  if (pathIsNew) files.set(contract, withPath(read(root, contract), path, pathFile));
  const created = [...files.keys()].filter((file) => !existsSync(join(root, file)));
  for (const [file, content] of files) writeFileSync(join(root, file), content);
  return {
    created,
    changed: [...files.keys()].filter((file) => !created.includes(file)),
    next: `fill in what is empty in ${operationId}, write the examples, and run npx --yes pnpm@12 lint.`,
  };
}

const contract = "spec/openapi.yaml";

function check(root: string, { operationId, method, path, request, response }: NewOperation): void {
  if (!/^[a-z][A-Za-z0-9]*$/.test(operationId)) {
    throw new Error(`${operationId} is not camelCase, as names of operations are.`);
  }
  if (!methods.includes(method)) throw new Error(`${method} is none of ${methods.join(", ")}.`);
  if (!/^(\/(\w[\w.-]*|\{[a-z][A-Za-z0-9]*\}))+$/.test(path)) {
    throw new Error(`${path} is not a path: it starts with a slash and does not end with one.`);
  }
  const all = operations(root);
  const taken = all.find(({ node }) => String(node.operationId).toLowerCase() === operationId.toLowerCase());
  if (taken) throw new Error(`The name is taken by ${taken.method} in ${taken.file}.`);
  const pathFile = `spec/paths/${path.slice(1).replaceAll("/", "_")}.yaml`;
  const same = all.find((other) => other.file === pathFile && other.method === method);
  if (same) throw new Error(`${pathFile} has a ${method} already: ${same.node.operationId}.`);
  const schemas = schemaFiles(root);
  for (const name of [request, response]) {
    if (name === undefined || schemas.has(name)) continue;
    throw new Error(`There is no schema ${name}. Create it first: npx --yes pnpm@12 new schema ${name}`);
  }
}

/** The file of a path with one more operation, in the order that all such files have. */
function withOperation(text: string, method: string, stub: string): string {
  const blocks = text.split(/^(?=\S)/m).filter((block) => block !== "");
  const rank = (block: string) => methods.indexOf(block.slice(0, block.indexOf(":")));
  const after = blocks.findIndex((block) => rank(block) > methods.indexOf(method));
  return blocks.toSpliced(after < 0 ? blocks.length : after, 0, stub).join("");
}

/** The root file with one more path, the last. */
function withPath(text: string, path: string, pathFile: string): string {
  return text.replace(
    /^webhooks:/m,
    () => `  ${path}:\n    $ref: ${pathFile.replace("spec/", "")}\nwebhooks:`,
  );
}

function read(root: string, file: string): string {
  return readFileSync(join(root, file), "utf8");
}
