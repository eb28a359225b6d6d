import type { JsonObject } from "@partner-referrals/spec/model";
import { isGuid } from "../time/ids.ts";

/**
 * A check for a schema with nothing but a type and bounds, as most parameters have; undefined for any other. It accepts
 * only what is valid for certain; the rest is left to Ajv, which need not be loaded for valid requests.
 */
export function createFastPath(schema: JsonObject): ((value: unknown) => boolean) | undefined {
  const {
    type,
    format,
    minimum = Number.NEGATIVE_INFINITY,
    maximum = Number.POSITIVE_INFINITY,
    minLength = 0,
    description: _,
    ...other
  } = schema;
  if (Object.keys(other).length > 0) return undefined;
  if (type === "integer" && (format === undefined || format === "int32"))
    return (value) =>
      Number.isInteger(value) && Number(value) >= Number(minimum) && Number(value) <= Number(maximum);
  if (type === "boolean") return (value) => typeof value === "boolean";
  if (type !== "string") return undefined;
  if (format === "uuid") return (value) => typeof value === "string" && isGuid(value);
  // A longer minimum would have to be counted in code points.
  if (format === undefined && Number(minLength) <= 1)
    return (value) => typeof value === "string" && value !== "";
  return undefined;
}
