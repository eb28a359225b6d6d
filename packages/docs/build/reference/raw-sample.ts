/** The TypeScript sample of an operation for which the client has no method: a call through openapi-fetch. */
import {
  type Json,
  type JsonObject,
  type LocatedOperation,
  type OpenApiDocument,
  parameterExample,
  requestExample,
} from "../contract.ts";
import { toTypeScript } from "./typescript-value.ts";

/** Renders the call with what the contract requires, from the contract's own examples. */
export function rawSample(document: OpenApiDocument, located: LocatedOperation): string {
  const required = located.parameters.filter((parameter) => parameter.required);
  const params: Record<string, JsonObject> = {};
  for (const parameter of required) {
    const example = parameterExample(document, parameter);
    if (example === undefined) throw new Error(`The parameter ${parameter.name} has no example.`);
    params[parameter.in] = { ...params[parameter.in], [parameter.name]: example };
  }
  const body = requestExample(document, located.operation);
  const init: Record<string, Json> = {
    ...(required.length > 0 ? { params } : {}),
    ...(body ? { body: body.value } : {}),
  };
  const path = JSON.stringify(located.path);
  const args = Object.keys(init).length > 0 ? `${path}, ${toTypeScript(init)}` : path;
  return `import { createOpenApiFetchClient } from "@partner-referrals/client/openapi-fetch";

const client = createOpenApiFetchClient({ token: process.env.TOKEN ?? "" });

const { data, error } = await client.${located.method.toUpperCase()}(${args});

console.log(data ?? error);`;
}
