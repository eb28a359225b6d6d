import { propertiesOf, schemaNamed } from "../contract/schema-paths.ts";
import { schemaErrors } from "../contract/validator.ts";
import { toViolations, type Violation } from "../contract/violations.ts";
import { isObject, type JsonObject } from "../json.ts";

const createSchema = "ReferralCreate";
const names = new Set(propertiesOf(schemaNamed(createSchema)).keys());
names.delete("engagementId");

/** Of a referral, what a partner sets. */
export function writableOf(referral: object): JsonObject {
  return Object.fromEntries(Object.entries(referral).filter(([name]) => names.has(name)));
}

/** What is wrong with what a partner set, but for the state, which depends on the one before. */
export function checkWritable(referral: object): Violation[] {
  const { status: _, substatus: __, ...rest } = writableOf(referral);
  return toViolations(schemaErrors(`/components/schemas/${createSchema}`, rest));
}

/** A deal's value that came as a string, as a number. */
export function withNumericValue(referral: JsonObject): JsonObject {
  const { details } = referral;
  if (!isObject(details) || typeof details.dealValue !== "string") return referral;
  if (!/^-?\d+(\.\d+)?$/.test(details.dealValue)) return referral;
  return { ...referral, details: { ...details, dealValue: Number(details.dealValue) } };
}
