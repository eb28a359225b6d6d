import { ReferralsValidationError } from "../errors.ts";

/** A value of JSON. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  [name: string]: Json;
}

/**
 * A value as it would be sent: dates as strings, no undefined.
 *
 * @throws ReferralsValidationError for NaN and infinite numbers, which would be sent as null.
 */
export function toJson(value: object): Json {
  return JSON.parse(
    JSON.stringify(value, (name, item: unknown) => {
      if (typeof item !== "number" || Number.isFinite(item)) return item;
      throw new ReferralsValidationError(`${name} is ${item}, which is not a number of JSON.`);
    }),
  );
}

/** Whether a value is an object of JSON, and not an array. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are the same, whatever the order of properties. */
export function deepEqual(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  // A cast: arrays are indexed like objects here.
  const [first, second] = [one, other] as [JsonObject, JsonObject];
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(second, name) && deepEqual(first[name], second[name]))
  );
}
