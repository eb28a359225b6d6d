import type { Violation } from "@partner-referrals/server/violations";
import {
  contract,
  getOwn,
  isObject,
  type JsonObject,
  parsePointer,
  writablePaths,
} from "@partner-referrals/spec/model";
import { validateComponent } from "../contract/validator.ts";

const createSchema = "ReferralCreate";
const writableNames = new Set(writablePaths(contract).flatMap(parsePointer));
// A patch adds to them; the rest is the service's.
writableNames.delete("registrations");

/** Of a referral, what a partner sets. */
export function pickWritable(referral: object): JsonObject {
  const picked: Record<string, unknown> = {};
  for (const name in referral) if (writableNames.has(name)) picked[name] = getOwn(referral, name);
  return picked;
}

/** Of a referral, what only the service sets. */
export function omitWritable(referral: object): JsonObject {
  return Object.fromEntries(Object.entries(referral).filter(([name]) => !writableNames.has(name)));
}

/** Where what a partner set violates the contract; not the state, which depends on the one before. */
export function validateWritable(referral: object): readonly Violation[] {
  const { status: _, substatus: __, ...rest } = pickWritable(referral);
  return validateComponent(createSchema, rest);
}

/** Converts a deal value that came as a string into a number. */
export function withNumericValue(referral: JsonObject): JsonObject {
  const { details } = referral;
  if (!isObject(details) || typeof details.dealValue !== "string") return referral;
  if (!/^-?\d+(\.\d+)?$/.test(details.dealValue)) return referral;
  const dealValue = Number(details.dealValue);
  return Number.isFinite(dealValue) ? { ...referral, details: { ...details, dealValue } } : referral;
}
