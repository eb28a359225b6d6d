/** Finds what a request names and the contract does not know: slips that an open schema lets pass. */
import {
  formatPointer,
  isObject,
  type JsonObject,
  type Operation,
  parsePointer,
} from "@partner-referrals/spec/model";
import { createShapes, type Shape } from "./schema-shapes.ts";
import { nearestName } from "./similar-names.ts";
import { bodyViolation, maxViolations, truncate, type Violation } from "./violations.ts";

export { nearestName };

/** How many values of a body are looked at. A body that is meant has some hundred. */
const maxValues = 20_000;

/** The unknown names of a request body, as warnings. */
export type UnknownNameFinder = (operation: Operation, body: unknown) => Violation[];

/**
 * Makes a finder for the bodies of a contract's requests. It reports each unknown property and each unknown value of an
 * open enumeration, at any depth, with the nearest known name. At most 100 of them, and none of what it cannot judge: a
 * schema that lists no properties, or allows any by `additionalProperties`.
 */
export function createUnknownNameFinder(document: JsonObject): UnknownNameFinder {
  const shapes = createShapes(document);
  const cache = new Map<Operation, { readonly body: Shape; readonly resource: Shape } | undefined>();
  return (operation, body) => {
    if (typeof body !== "object" || body === null) return [];
    const known = cache.get(operation) ?? shapesOf(operation);
    cache.set(operation, known);
    if (known === undefined) return [];
    const search: Search = { found: [], path: [], valuesLeft: maxValues };
    if (known.body.item?.isPatchOperation && Array.isArray(body))
      visitPatch(search, body, known.body.item, known.resource);
    else visit(search, known.body, body, noMembers);
    return search.found;
  };

  function shapesOf({ requestBody, responses }: Operation): { body: Shape; resource: Shape } | undefined {
    const [content] = requestBody?.content ?? [];
    // What a patch changes is what the operation returns.
    const returned = [...responses.values()]
      .filter(({ status }) => status.startsWith("2"))
      .flatMap((response) => response.content.map(({ schema }) => schema));
    return content && { body: shapes.of([content.schema]), resource: shapes.of(returned) };
  }
}

/** A search under way. */
interface Search {
  readonly found: Violation[];
  /** The tokens of the pointer to where it is. */
  readonly path: (string | number)[];
  valuesLeft: number;
}

const noMembers: JsonObject = {};

function isOver({ found, valuesLeft }: Search): boolean {
  return valuesLeft <= 0 || found.length >= maxViolations;
}

/** @param beside the members of the object that has the value */
function visit(search: Search, shape: Shape, value: unknown, beside: JsonObject): void {
  search.valuesLeft--;
  if (Array.isArray(value)) {
    const { item } = shape;
    for (let index = 0; index < value.length && item !== undefined && !isOver(search); index++) {
      search.path.push(index);
      visit(search, item, value[index], noMembers);
      search.path.pop();
    }
  } else if (isObject(value)) visitObject(search, shape, value);
  else if (typeof value === "string" && shape.openValues?.has(value) === false && applies(shape, beside))
    report(search, "unknownValue", "is not a known value", nearestName(value, shape.openValues));
}

function visitObject(search: Search, shape: Shape, value: JsonObject): void {
  for (const name in value) {
    if (isOver(search)) return;
    const property = shape.property(name);
    search.path.push(name);
    if (property !== undefined) visit(search, property, value[name], value);
    else if (shape.listsProperties && !isAnnotation(name))
      report(search, "unknownProperty", "is not in the contract", nearestName(name, shape.names));
    else search.valuesLeft--;
    search.path.pop();
  }
}

/** The operations of a JSON Patch name properties of the resource by `path`, and set them to `value`. */
function visitPatch(search: Search, operations: readonly unknown[], item: Shape, resource: Shape): void {
  for (const [index, operation] of operations.entries()) {
    if (isOver(search)) return;
    if (!isObject(operation)) continue;
    const { value, ...members } = operation;
    search.path.push(index);
    visit(search, item, members, noMembers);
    const target =
      typeof operation.path === "string" ? followPath(search, resource, operation.path) : undefined;
    search.path.push("value");
    if (target !== undefined) visit(search, target, value, noMembers);
    search.path.length = 0;
  }
}

/** The shape that the path of a patch operation leads to. Reports the first name of it that is not known. */
function followPath(search: Search, resource: Shape, path: string): Shape | undefined {
  const tokens = parsePointer(path);
  let shape: Shape | undefined = resource;
  for (const [index, token] of tokens.entries()) {
    const next: Shape | undefined =
      shape.item !== undefined && /^(\d+|-)$/.test(token) ? shape.item : shape.property(token);
    if (next === undefined) {
      if (!shape.listsProperties) return undefined;
      const known = nearestName(token, shape.names);
      const suggestion =
        known && formatPointer([...tokens.slice(0, index), known, ...tokens.slice(index + 1)]);
      search.path.push("path");
      report(search, "unknownProperty", "names a property that is not in the contract", suggestion);
      search.path.pop();
      return undefined;
    }
    shape = next;
  }
  return shape;
}

function report({ found, path }: Search, code: string, what: string, suggestion: string | undefined): void {
  const pointer = formatPointer(path.map((token) => truncate(String(token))));
  found.push(withSuggestion(bodyViolation(pointer, code, what), suggestion));
}

/** Whether a name is an OData annotation, of the object (`@odata.context`) or a property (`team@odata.count`). */
function isAnnotation(name: string): boolean {
  return /^[^@]*@[\w.]+$/.test(name);
}

function applies({ openValuesWhen }: Shape, beside: JsonObject): boolean {
  return Object.entries(openValuesWhen).every(([name, value]) => beside[name] === value);
}

/** A violation that also says which known name was probably meant. */
export function withSuggestion(violation: Violation, suggestion: string | undefined): Violation {
  if (suggestion === undefined) return violation;
  return { ...violation, message: `${violation.message}; did you mean ${suggestion}?`, suggestion };
}

/**
 * Adds the suggestions to violations of the same place, such as an unknown property that the schema rules out.
 *
 * @returns the violations, and the unknown names that are no violations
 */
export function mergeUnknownNames(
  violations: readonly Violation[],
  unknown: readonly Violation[],
): { readonly violations: Violation[]; readonly warnings: Violation[] } {
  const byPointer = new Map(unknown.map((violation) => [violation.pointer, violation]));
  const violated = new Set(violations.map(({ pointer }) => pointer));
  return {
    violations: violations.map((violation) => {
      const suggestion = violation.suggestion ?? byPointer.get(violation.pointer)?.suggestion;
      return violation.location === "body" ? withSuggestion(violation, suggestion) : violation;
    }),
    warnings: unknown.filter(({ pointer }) => !violated.has(pointer)),
  };
}
