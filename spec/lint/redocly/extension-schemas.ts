/** JSON Schemas of the contract's own extensions. One that is missing here is a mistake. */
const text = { type: "string", minLength: 1 };
const texts = { type: "array", items: text, minItems: 1, uniqueItems: true };
const flag = { const: true };
const duration = { type: "string", pattern: "^P(\\d+D|T\\d+[HMS])$" };
const count = { type: "integer", minimum: 1 };
const textsByName = { type: "object", minProperties: 1, additionalProperties: text };

function record(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

export const extensionSchemas: Readonly<Record<string, object>> = {
  // What the rule `evidence` checks.
  "x-evidence": {},
  "x-internal": { type: "boolean" },
  "x-ms-mutability": { type: "array", items: { enum: ["create", "read", "update"] }, uniqueItems: true },
  "x-enumDescriptions": textsByName,
  "x-enum-varnames": texts,
  "x-extensible-enum": texts,
  // What the properties beside it must be for a property to take the known values of its schema.
  "x-extensible-enum-when": textsByName,
  "x-filterable": texts,
  "x-sortable": texts,
  "x-microsoft": record({ type: text, id: text }),
  "x-state-machine": {
    type: "object",
    minProperties: 1,
    additionalProperties: record({ final: flag, transitions: texts, substatuses: texts }, ["final"]),
  },
  "x-default-states": record({ created: text, received: text, expired: text }),
  "x-preview-status": textsByName,
  "x-expires-after": duration,
  "x-retention": duration,
  "x-minimum-age": duration,
  "x-rate-limit": record({ requests: count, period: duration }),
  "x-delivery": record({ maxAttempts: count }),
  "x-page-size": count,
  "x-alternative-name": text,
  "x-signer-organization": text,
  // The build takes these out.
  "x-status-rules": { enum: ["object", "patch"] },
  "x-writable-paths": text,
  "x-accepts-read-only": flag,
};
