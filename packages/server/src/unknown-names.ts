/** Finds what a request names and the contract does not know: slips that an open schema lets pass. */
import {
  formatPointer,
  isObject,
  type JsonObject,
  joinPointer,
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
  return (operation, body) => {
    const [content] = operation.requestBody?.content ?? [];
    if (content === undefined || typeof body !== "object" || body === null) return [];
    const found: Violation[] = [];
    let valuesLeft = maxValues;
    const shape = shapes.of([content.schema]);
    if (shape.item?.isPatchOperation && Array.isArray(body)) visitPatch(body);
    else visit(shape, body, "");
    return found;

    function visit(at: Shape | undefined, value: unknown, pointer: string, beside: JsonObject = {}): void {
      if (at === undefined || valuesLeft-- <= 0 || found.length >= maxViolations) return;
      if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) {
          if (valuesLeft <= 0) return;
          visit(at.item, item, `${pointer}/${index}`);
        }
      } else if (isObject(value)) visitObject(at, value, pointer);
      else if (typeof value === "string" && at.openValues?.has(value) === false && applies(at, beside)) {
        report(pointer, "unknownValue", "is not a known value", nearestName(value, at.openValues));
      }
    }

    function visitObject(at: Shape, value: JsonObject, pointer: string): void {
      for (const name in value) {
        if (valuesLeft <= 0 || found.length >= maxViolations) return;
        const here = joinPointer(pointer, truncate(name));
        if (at.properties.has(name)) visit(at.properties.get(name)?.(), value[name], here, value);
        else if (at.listsProperties && !isAnnotation(name)) reportProperty(here, name, at);
        else valuesLeft--;
      }
    }

    /** The operations of a JSON Patch name properties of the resource by `path`, and set them to `value`. */
    function visitPatch(operations: readonly unknown[]): void {
      const resource = resourceShape(operation);
      for (const [index, step] of operations.entries()) {
        if (valuesLeft <= 0 || found.length >= maxViolations) return;
        if (!isObject(step)) continue;
        const { value, ...members } = step;
        visit(shape.item, members, `/${index}`);
        if (resource === undefined || typeof step.path !== "string") continue;
        visit(followPath(resource, parsePointer(step.path), `/${index}/path`), value, `/${index}/value`);
      }
    }

    /** The shape that a path leads to. Reports the first name of it that is not known. */
    function followPath(from: Shape, tokens: readonly string[], pointer: string): Shape | undefined {
      let at: Shape | undefined = from;
      for (const [index, token] of tokens.entries()) {
        if (at?.item !== undefined && /^(\d+|-)$/.test(token)) at = at.item;
        else if (at?.properties.has(token)) at = at.properties.get(token)?.();
        else {
          if (at?.listsProperties) {
            const known = nearestName(token, at.properties.keys());
            const meant =
              known && formatPointer([...tokens.slice(0, index), known, ...tokens.slice(index + 1)]);
            report(pointer, "unknownProperty", "names a property that is not in the contract", meant);
          }
          return undefined;
        }
      }
      return at;
    }

    function reportProperty(pointer: string, name: string, at: Shape): void {
      report(pointer, "unknownProperty", "is not in the contract", nearestName(name, at.properties.keys()));
    }

    function report(pointer: string, code: string, what: string, suggestion: string | undefined): void {
      found.push(withSuggestion(bodyViolation(pointer, code, what), suggestion));
    }
  };

  /** The shape of what a patch changes: the body that the operation returns. */
  function resourceShape({ responses }: Operation): Shape | undefined {
    const schemas = [...responses.values()]
      .filter(({ status }) => status.startsWith("2"))
      .flatMap(({ content }) => content.map(({ schema }) => schema));
    return schemas.length === 0 ? undefined : shapes.of(schemas);
  }
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
