import type { JsonObject } from "../json.ts";
import { isGuid } from "../time/ids.ts";

/** Accepts what fits for certain. */
export type QuickCheck = (value: unknown) => boolean;

/**
 * A check for a schema that has nothing but a type and limits, as most parameters have; undefined for any other. What it
 * does not accept is for Ajv to judge: a sandbox that gets good requests answers them before Ajv is loaded, which takes a
 * tenth of its start.
 */
export function quickCheckOf(schema: JsonObject): QuickCheck | undefined {
  const {
    type,
    format,
    minimum = -Infinity,
    maximum = Infinity,
    minLength = 0,
    description,
    ...other
  } = schema;
  if (Object.keys(other).length > 0) return undefined;
  if (type === "integer" && (format === undefined || format === "int32"))
    return (value) =>
      Number.isInteger(value) && Number(value) >= Number(minimum) && Number(value) <= Number(maximum);
  if (type === "boolean") return (value) => typeof value === "boolean";
  if (type !== "string") return undefined;
  if (format === "uuid") return (value) => typeof value === "string" && isGuid(value);
  // Longer ones would have to be counted in code points.
  if (format === undefined && Number(minLength) <= 1)
    return (value) => typeof value === "string" && value !== "";
  return undefined;
}
