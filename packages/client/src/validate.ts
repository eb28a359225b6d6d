/**
 * Checks of responses against the contract, for clients that would rather fail than handle a response of another shape.
 *
 * @module
 */
import { operations, schemas } from "./generated/response-shapes.ts";
import type { ReceivedBody } from "./options.ts";
import type { Shape } from "./validation/shape.ts";

/** The maximum number of violations that are reported. */
const maxViolations = 20;

/**
 * Returns how the body of a successful response violates the contract. The check is open: unknown properties and unknown
 * values of enumerations are allowed, as the service adds both without notice; a wrong type or a missing required property is
 * a violation. No value of the body is in what is returned.
 *
 * @example
 * const referrals = createReferralsClient({ token, validateResponse });
 */
export function validateResponse({ method, urlTemplate, body }: ReceivedBody): string[] {
  const violations: string[] = [];
  const shape = operations[`${method} ${urlTemplate}`];
  if (shape) check(body, shape, "body", violations);
  return violations;
}

function check(value: unknown, shape: Shape, path: string, violations: string[]): void {
  if (violations.length === maxViolations) return;
  const { type, required = [], properties = {}, items } = shape.ref ? (schemas[shape.ref] ?? {}) : shape;
  if (type && !type.some((name) => isOfType(value, name))) {
    violations.push(`${path} must be ${type.join(" or ")}`);
    return;
  }
  if (Array.isArray(value)) {
    if (items)
      for (const [index, item] of value.entries()) check(item, items, `${path}[${index}]`, violations);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const members = new Map<string, unknown>(Object.entries(value));
  for (const name of required) {
    if (!members.has(name)) violations.push(`${path}.${name} is missing`);
  }
  for (const [name, inside] of Object.entries(properties)) {
    if (members.has(name)) check(members.get(name), inside, `${path}.${name}`, violations);
  }
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}
