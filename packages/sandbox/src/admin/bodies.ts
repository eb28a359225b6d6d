import { violationError } from "@partner-referrals/server/api-error";
import { parseJson } from "@partner-referrals/server/json-body";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import { compile } from "../contract/validator.ts";

const text = { type: "string", minLength: 1 };
const time = { type: "string", format: "date-time" };
const count = { type: "integer", minimum: 0, maximum: 2_147_483_647 };
const closed = { type: "object", additionalProperties: false };

/** The request bodies of the admin API, as JSON Schemas. */
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
      afterProcessing: { type: "boolean" },
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

const validators = new Map<object, (value: unknown) => readonly Violation[]>();

/**
 * Reads a request body of the admin API. An absent one is an empty object.
 *
 * @throws an ApiError with 400 that lists where it violates the schema.
 */
export function readBody(schema: object, bytes: unknown): Record<string, unknown> {
  const parsed = Buffer.isBuffer(bytes) && bytes.length > 0 ? parseJson(bytes) : { value: {} };
  if ("error" in parsed) throw violationError([bodyViolation("", "syntax", parsed.error)]);
  const validate = validators.get(schema) ?? compile(schema);
  validators.set(schema, validate);
  const violations = validate(parsed.value);
  if (violations.length > 0) throw violationError(violations);
  // A cast: the schemas are those of objects.
  return parsed.value as Record<string, unknown>;
}
