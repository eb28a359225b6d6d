const described = { description: "What it is." };
const evidence = { "x-evidence": { documented: ["P19"] } };
const traced = {
  headers: { "request-id": { $ref: "#/components/headers/Mark" }, "client-request-id": evidence },
};

/** A small document that breaks no rule of ours. Those that break one are made from it. */
export const flawless = {
  openapi: "3.1.1",
  jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
  info: { title: "Things", version: "1.0.0" },
  paths: {
    "/v1.0/things": {
      get: {
        operationId: "getThing",
        ...evidence,
        parameters: [{ $ref: "#/components/parameters/Query" }],
        responses: {
          200: {
            description: "A thing.",
            ...traced,
            content: { "application/json": { schema: {}, examples: { one: { value: {} } } } },
          },
          404: { $ref: "#/components/responses/NotFound" },
        },
      },
    },
  },
  components: {
    headers: { Mark: { ...evidence } },
    parameters: { Query: { name: "q", in: "query", ...evidence } },
    securitySchemes: { key: { type: "http", scheme: "bearer", ...evidence } },
    responses: {
      NotFound: {
        description: "There is none.",
        ...evidence,
        content: {
          "application/json": {
            schema: { $ref: "#/components/schemas/ErrorResponse" },
            examples: { one: { value: {} } },
          },
        },
      },
    },
    schemas: {
      Thing: {
        ...described,
        "x-evidence": { observed: ["R22"], properties: ["id"] },
        properties: {
          id: { description: "An id." },
          addressLine1: {
            description: "A line.",
            "x-evidence": { inferred: { from: ["R22"], because: "A guess." } },
          },
        },
      },
      PreviewThing: {
        ...described,
        "x-evidence": { documented: ["get-2018#rest-response"], properties: ["Id"] },
        properties: { Id: { description: "An id." } },
      },
      ErrorResponse: { ...described, ...evidence },
      ReferralStatus: {
        ...described,
        ...evidence,
        enum: ["None", "New", "Closed"],
        "x-state-machine": {
          New: { transitions: ["New", "Closed"], substatuses: ["Pending"] },
          Closed: { final: true, transitions: ["Closed"], substatuses: ["Won"] },
        },
      },
      ReferralSubstatus: { ...described, ...evidence, enum: ["None", "Pending", "Won"] },
    },
  },
};

/** A copy of `base` with the values of `change`, deeply; `$absent` removes. */
export function merge(base: object, change: object): object {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const before = result[key];
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (value === "$absent") delete result[key];
    else
      result[key] = isObject && typeof before === "object" && before !== null ? merge(before, value) : value;
  }
  return result;
}
