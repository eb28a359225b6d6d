import { at, type JsonObject, members, text } from "../json.ts";
import { type OpenApiDocument, pointerSegments, resolve } from "./document.ts";
import type { Route } from "./routes.ts";

const components = "#/components/";

/**
 * A document of one operation and what it refers to, for Prism to read: reading all of them at once would take most of
 * the time it takes to start. Callbacks are left out, for Prism would call them.
 */
export function extractOperation(document: OpenApiDocument, route: Route): JsonObject {
  const item = resolve(document, at(document, "paths", route.path));
  const operation = members(at(item, route.method)).filter(([name]) => name !== "callbacks");
  const paths = {
    [route.path]: { parameters: at(item, "parameters") ?? [], [route.method]: Object.fromEntries(operation) },
  };
  const references = collectReferences(document, paths);
  const whole = { ...document, webhooks: undefined, paths };
  // A reference to, say, another operation is rare; then the document is kept whole.
  if ([...references].some((reference) => !reference.startsWith(components))) return whole;
  return {
    ...whole,
    components: { ...pick(document, references), securitySchemes: securitySchemes(document) },
  };
}

function securitySchemes(document: OpenApiDocument): unknown {
  return at(document, "components", "securitySchemes") ?? {};
}

function collectReferences(document: OpenApiDocument, start: unknown): Set<string> {
  const found = new Set<string>();
  const pending = [start];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== "object" || node === null) continue;
    const reference = text(at(node, "$ref"));
    if (reference !== undefined && !found.has(reference)) {
      found.add(reference);
      pending.push(at(document, ...pointerSegments(reference.slice(1))));
    }
    pending.push(...Object.values(node));
  }
  return found;
}

function pick(
  document: OpenApiDocument,
  references: Iterable<string>,
): Record<string, Record<string, unknown>> {
  const picked: Record<string, Record<string, unknown>> = {};
  for (const reference of references) {
    const [, kind = "", name = ""] = pointerSegments(reference.slice(1));
    const group = picked[kind] ?? {};
    group[name] = at(document, "components", kind, name);
    picked[kind] = group;
  }
  return picked;
}
