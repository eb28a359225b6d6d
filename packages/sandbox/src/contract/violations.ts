import type { ErrorObject } from "ajv/dist/2020.js";
import { escapeSegment } from "../json.ts";

/** One place where a request or an answer departs from the contract. The mock reports in the same shape. */
export interface Violation {
  /** Which part of the message. `status` occurs in answers only. */
  readonly location: "path" | "query" | "header" | "body" | "status";
  /** Where in the body, as a JSON Pointer (RFC 6901); `""` is the body as a whole. */
  readonly pointer?: string;
  /** Which parameter or header. */
  readonly name?: string;
  /** The rule that is broken: a JSON Schema keyword such as `required`, or a word of ours such as `readOnly`. */
  readonly code: string;
  /** Says what is wrong, without the location. */
  readonly message: string;
}

/** The location in one word, such as `body/customerProfile/name` or `query/$top`. */
export function place({ location, pointer, name }: Violation): string {
  if (pointer !== undefined) return location + pointer;
  return name === undefined ? location : `${location}/${name}`;
}

/** A violation at a place in the body. */
export function inBody(pointer: string, code: string, message: string): Violation {
  return { location: "body", pointer, code, message };
}

/** Keywords that only say that a schema inside them does not hold. */
const wrappers = new Set(["if", "anyOf", "oneOf", "contains"]);

/** What Ajv found, as far as a person can act on it: each place once, alternatives reduced to what can be meant. */
export function toViolations(errors: readonly ErrorObject[]): Violation[] {
  if (errors.length === 0) return [];
  const places = Map.groupBy(errors.slice(0, 1000), pointerOf);
  const kept = [...places].flatMap(([pointer, group]) => {
    const isWrapped = group.some(({ keyword }) => wrappers.has(keyword));
    const hasDeeper = [...places.keys()].some((other) => other.startsWith(`${pointer}/`));
    const types = new Set(
      group.flatMap(({ keyword, params }) => (keyword === "type" ? [params.type].flat() : [])),
    );
    const reasons = group.filter(({ keyword }) => !wrappers.has(keyword) && keyword !== "type");
    if (isWrapped && hasDeeper) return [];
    if (reasons.length > 0)
      return [...new Map(reasons.map((error) => [error.keyword, say(pointer, error)])).values()];
    if (types.size > 0) return [inBody(pointer, "type", `must be ${typesInWords([...types])}`)];
    return hasDeeper ? [] : group.slice(0, 1).map((error) => say(pointer, error));
  });
  const specific = kept.filter(({ code }) => code !== "if");
  return specific.length > 0 ? specific : kept;
}

/** A missing or superfluous member has a pointer of its own. */
function pointerOf({ instancePath, params }: ErrorObject): string {
  const name: unknown = params.missingProperty ?? params.unevaluatedProperty ?? params.additionalProperty;
  return typeof name === "string" ? `${instancePath}/${escapeSegment(name)}` : instancePath;
}

function say(pointer: string, { keyword, params, message = "is wrong" }: ErrorObject): Violation {
  return inBody(pointer, keyword, inWords(keyword, params, message));
}

function inWords(keyword: string, params: Record<string, unknown>, message: string): string {
  switch (keyword) {
    case "required":
      return "is required";
    case "additionalProperties":
    case "unevaluatedProperties":
    case "false schema":
    case "not":
      return "is not allowed here";
    case "enum":
      return `must be one of ${[params.allowedValues].flat().join(", ")}`;
    case "format":
      return `must be in the format ${String(params.format)}`;
    case "pattern":
      return `must match the pattern ${String(params.pattern)}`;
    case "if":
      return "breaks a condition of the contract";
    case "anyOf":
    case "oneOf":
      return "fits none of the alternatives that the contract allows";
    default:
      return message;
  }
}

function typesInWords(types: readonly string[]): string {
  return types
    .map((type) => (type === "null" ? type : `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`))
    .join(" or ");
}
