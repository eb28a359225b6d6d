/** Validates the responses of the sandbox against the contract, with none of the sandbox's own code. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

interface Node {
  readonly [member: string]: Node;
}

const read: unknown = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/contract.json")), "utf8"),
);
/** A cast: OpenAPI is a tree, and tests fail where it has not what they look for. */
export const contract = read as Node;

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
formats.default(ajv);
ajv.addFormat("int32", true).addFormat("int64", true);
for (const keyword of extensions(contract)) ajv.addKeyword(keyword);
ajv.addKeyword("example").addKeyword("components");
ajv.addSchema({ components: contract.components }, "contract", false, false);

const compiled = new Map<string, ValidateFunction>();

/** Asserts that a value fits a schema of the contract. */
export function assertFits(schema: unknown, value: unknown, what: string): void {
  const text = JSON.stringify(schema).replaceAll('"#/', '"contract#/');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
  compiled.set(text, validate);
  if (!validate(value))
    assert.fail(
      `${what} violates the contract: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`,
    );
}

/** The operation that a request is for. */
export function operationFor(method: string, path: string): Node | undefined {
  for (const [template, item] of Object.entries(contract.paths ?? {})) {
    const pattern = new RegExp(`^${template.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
    if (pattern.test(path)) return item[method.toLowerCase()];
  }
  return undefined;
}

/** Asserts that the contract allows a response. A path or method that it does not know gets the responses of `default`. */
export async function assertResponse(method: string, url: URL, response: Response): Promise<void> {
  const what = `${response.status} to ${method} ${url.pathname}`;
  const operation = operationFor(method, url.pathname);
  const responses = operation?.responses ?? contract.paths?.["/v1.0/engagements/referrals"]?.get?.responses;
  const declared = resolve(responses?.[response.status] ?? responses?.default);
  assert.ok(
    response.status < 500 || responses?.[response.status] !== undefined,
    `${what} is not in the contract`,
  );
  for (const [name, header] of Object.entries(declared.headers ?? {})) {
    const value = response.headers.get(name);
    const isTraced = response.headers.has("request-id") || response.headers.has("ms-requestid");
    const isNeeded = name !== "client-request-id" && isTraced;
    if (isNeeded) assert.ok(value !== null, `${what} has no ${name}`);
    const rule = resolve(header).schema;
    if (value !== null)
      assertFits(rule, String(rule?.type) === "integer" ? Number(value) : value, `${name} of ${what}`);
  }
  const text = await response.clone().text();
  const schema = declared.content?.["application/json"]?.schema;
  if (schema === undefined || method === "HEAD") {
    assert.equal(text, "", `${what} has a body`);
    return;
  }
  assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
  assertFits(schema, JSON.parse(text), what);
}

/** `fetch` for tests: no response of the API gets through that violates the contract. */
export const checkedFetch = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
  const response = await fetch(input, init);
  const url = new URL(input);
  if (!url.pathname.startsWith("/_sandbox")) await assertResponse(init.method ?? "GET", url, response);
  return response;
};

/** A complete JSON payload of the contract. */
export function example(operationId: string, name: string, status?: number): Record<string, unknown> {
  for (const item of Object.values(contract.paths ?? {})) {
    for (const operation of Object.values(item)) {
      if (String(operation.operationId) !== operationId) continue;
      const body = status === undefined ? operation.requestBody : resolve(operation.responses?.[status]);
      const value: unknown = body?.content?.["application/json"]?.examples?.[name]?.value;
      assert.ok(value !== undefined, `${operationId} has no example ${name}`);
      // A cast: examples are objects, or arrays in patches, which callers know.
      return structuredClone(value) as Record<string, unknown>;
    }
  }
  return assert.fail(`There is no ${operationId}.`);
}

function resolve(node: Node | undefined): Node {
  let found = node;
  while (typeof found?.$ref === "string") {
    const path: string[] = String(found.$ref).slice(2).split("/");
    found = path.reduce<Node | undefined>((at, segment) => at?.[segment], contract);
  }
  return found ?? {};
}

function extensions(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== "object" || node === null) return found;
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith("x-") && !name.startsWith("x-ms-ags")) found.add(name);
    extensions(value, found);
  }
  return found;
}
