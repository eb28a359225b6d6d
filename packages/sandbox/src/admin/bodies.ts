import type { ValidateFunction } from "ajv/dist/2020.js";
import { compile } from "../contract/validator.ts";
import { inBody, toViolations } from "../contract/violations.ts";
import { violationFailure } from "../http/failure.ts";
import { parseJson } from "../http/json-text.ts";

const text = { type: "string", minLength: 1 };
const time = { type: "string", format: "date-time" };
const count = { type: "integer", minimum: 0, maximum: 2_147_483_647 };
const closed = { type: "object", additionalProperties: false };

/** The bodies that the controls take, as JSON Schemas. */
export const bodies: Readonly<
  Record<"seed" | "clock" | "advance" | "ids" | "fault" | "actAs" | "lead", object>
> = {
  seed: {
    ...closed,
    properties: {
      now: time,
      organizations: {
        type: "array",
        items: {
          ...closed,
          properties: {
            id: text,
            name: { type: ["string", "null"] },
            locations: { type: "array", items: text },
          },
          required: ["id", "name"],
        },
      },
      referrals: { type: "array", items: { type: "object" } },
    },
  },
  clock: { ...closed, properties: { now: time, frozen: { type: "boolean" } } },
  advance: {
    ...closed,
    properties: Object.fromEntries(
      ["milliseconds", "seconds", "minutes", "hours", "days"].map((unit) => [unit, { type: "number" }]),
    ),
    minProperties: 1,
  },
  ids: { ...closed, properties: { seed: text } },
  fault: {
    ...closed,
    properties: {
      match: { ...closed, properties: { operationId: text, method: text, path: text } },
      times: { ...count, minimum: 1 },
      kind: {
        anyOf: [{ enum: ["timeout", "disconnect", "slow"] }, { type: "integer", minimum: 400, maximum: 599 }],
      },
      retryAfter: { ...count, maximum: 86_400 },
      delay: { ...count, maximum: 600_000 },
      carriedOut: { type: "boolean" },
    },
    required: ["kind"],
  },
  actAs: {
    ...closed,
    properties: {
      organization: text,
      id: text,
      status: text,
      substatus: text,
      statusReason: { type: "string" },
    },
    required: ["organization", "id", "status", "substatus"],
  },
  lead: {
    ...closed,
    properties: { from: text, to: text, referral: { $ref: "contract#/components/schemas/ReferralCreate" } },
    required: ["to", "referral"],
  },
};

const validators = new Map<object, ValidateFunction>();

/** Reads a body of a control. An absent one is an empty object. */
export function readBody(schema: object, bytes: unknown): Record<string, unknown> {
  const parsed = Buffer.isBuffer(bytes) && bytes.length > 0 ? parseJson(bytes) : { value: {} };
  if ("error" in parsed) throw violationFailure([inBody("", "syntax", parsed.error)]);
  const validate = validators.get(schema) ?? compile(schema);
  validators.set(schema, validate);
  if (!validate(parsed.value)) throw violationFailure(toViolations(validate.errors ?? []));
  // A cast, because the schema says object.
  return parsed.value as Record<string, unknown>;
}
