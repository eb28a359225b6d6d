import Ajv2020 from "ajv/dist/2020.js";
import type { Context, Node } from "./context.ts";
import { extensionSchemas } from "./extension-schemas.ts";

/** Why the rule exists. */
export const reason = `Types, client, sandbox and docs read facts such as "expires after 14 days" from extensions. A misspelt
name or another shape would reach them as undefined.`;

/** Documents that break the rule; each is merged over one that does not. */
export const breaking: object[] = [
  { components: { schemas: { Thing: { "x-expire-after": "P14D" } } } },
  { components: { schemas: { ReferralStatus: { "x-expires-after": "14 days" } } } },
  { components: { schemas: { ReferralStatus: { "x-default-states": { created: "Pending" } } } } },
  { components: { schemas: { ReferralStatus: { "x-state-machine": { New: { substatuses: "$absent" } } } } } },
  { paths: { "/v1.0/things": { get: { "x-rate-limit": { requests: 0, period: "PT1M" } } } } },
  { paths: { "/v1.0/things": { get: { "x-retention": "P1W" } } } },
];

// The package is CommonJS; its default export is the namespace's default.
const ajv = new Ajv2020.default({ allErrors: true });
const validators = new Map(
  Object.entries(extensionSchemas).map(([name, schema]) => [name, ajv.compile(schema)]),
);

/** Every extension is a known one and has its shape. */
export function rule() {
  return {
    any(node: unknown, context: Context) {
      if (typeof node !== "object" || node === null || Array.isArray(node)) return;
      // A cast, because TypeScript knows of a non-null object only that it has no known properties.
      for (const [name, value] of Object.entries(node as Node)) {
        if (!name.startsWith("x-") || isNamedByContract(context.location.pointer)) continue;
        const message = issueOf(name, value);
        if (message) context.report({ message, location: context.location.child([name]).key() });
      }
    },
  };
}

/** Headers and flows are maps whose keys are names of the API, such as `x-ms-ags-diagnostic`. */
function isNamedByContract(pointer: string): boolean {
  return /\/(headers|properties|examples|scopes)$/.test(pointer);
}

function issueOf(name: string, value: unknown): string | undefined {
  const validate = validators.get(name);
  if (!validate)
    return `${name} is no extension of this contract. lint/redocly/extension-schemas.ts lists them.`;
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return `${name}${error?.instancePath} ${error?.message}.`;
}
