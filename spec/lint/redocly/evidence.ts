import { readFileSync } from "node:fs";
import { parseReference, references, type Statement } from "../../build/evidence/evidence.ts";
import { readEvidencePage } from "../../build/evidence/page.ts";
import type { Context, Node } from "./context.ts";
import { checkStatement } from "./statement.ts";

/** Why the rule exists. */
export const reason = `There is no official description of this API. A reader must be able to see of every part whether Microsoft
documents it, whether it was only observed, or whether it is our own conclusion; and a change must not slip in without one.`;

/** Documents that break the rule; each is merged over one that does not. */
export const breaking: object[] = [
  { components: { schemas: { Thing: { "x-evidence": "$absent" } } } },
  { components: { schemas: { Thing: { "x-evidence": { documented: [] } } } } },
  { components: { schemas: { Thing: { "x-evidence": { rumoured: ["P19"] } } } } },
  { components: { schemas: { Thing: { "x-evidence": { observed: ["nowhere#things"] } } } } },
  { components: { schemas: { Thing: { "x-evidence": { inferred: { from: ["P19"] } } } } } },
  { components: { schemas: { Thing: { "x-evidence": { properties: ["id", "addressLine1", "nil"] } } } } },
  { components: { schemas: { Thing: { properties: { name: { description: "A name." } } } } } },
  { components: { headers: { Mark: { "x-evidence": "$absent" } } } },
  { components: { responses: { NotFound: { "x-evidence": "$absent" } } } },
  { components: { securitySchemes: { key: { "x-evidence": "$absent" } } } },
  { components: { parameters: { Query: { "x-evidence": "$absent" } } } },
  { paths: { "/v1.0/things": { get: { "x-evidence": "$absent" } } } },
];

/** A place in a condition, which says nothing of its own about the properties that it names. */
const condition = /(?<!\/properties)\/(if|then|else|not)(\/|$)/;

/** Every part of the contract says, in `x-evidence`, what it rests on. */
export function rule() {
  const { sources } = readEvidencePage(readFileSync(new URL("../../EVIDENCE.md", import.meta.url), "utf8"));
  return {
    Operation: part,
    Parameter: part,
    Header: part,
    SecurityScheme: part,
    Response: component,
    Schema(schema: Node, context: Context) {
      if (condition.test(context.location.pointer)) return;
      component(schema, context);
      properties(schema, context);
    },
  };

  /** A part that must have evidence wherever it stands. */
  function part(node: Node, context: Context) {
    if (node["x-evidence"] === undefined) {
      context.report({ message: "Has no x-evidence.", location: context.location.key() });
    } else {
      check(node["x-evidence"], context);
    }
  }

  /** A part that must have evidence where it has a name of its own: in a file, or among the components. */
  function component(node: Node, context: Context) {
    const named = /^#\/(components\/[^/]+\/[^/]+)?$/.test(context.location.pointer);
    if (named || node["x-evidence"] !== undefined) part(node, context);
  }

  function properties(schema: Node, context: Context) {
    const own = asNode(schema.properties);
    const covered = coveredBy(schema);
    for (const [name, property] of Object.entries(own)) {
      const evidence = asNode(property)["x-evidence"];
      const location = context.location.child(["properties", name]);
      if (evidence !== undefined) {
        check(evidence, { ...context, location });
      } else if (!covered.includes(name)) {
        const message = `The property ${name} has no evidence. Give it x-evidence, or list it in the schema's x-evidence.properties if the schema's sources cover it.`;
        context.report({ message, location: location.key() });
      }
    }
    for (const name of covered) {
      if (name in own) continue;
      const message = `x-evidence.properties lists ${name}, which is not a property here.`;
      context.report({ message, location: context.location.child(["x-evidence"]).key() });
    }
  }

  function check(value: unknown, context: Context) {
    const location = context.location.child(["x-evidence"]).key();
    const problem = checkStatement(value);
    if (problem) {
      context.report({ message: problem, location });
      return;
    }
    // A cast, because `checkStatement` has just found that it is one.
    for (const reference of references(value as Statement)) {
      if (sources.has(parseReference(reference).key)) continue;
      context.report({
        message: `EVIDENCE.md lists no source for ${reference}. Sources: ${[...sources.keys()].join(", ")}.`,
        location,
      });
    }
  }
}

function coveredBy(schema: Node): string[] {
  const names = asNode(schema["x-evidence"]).properties;
  return Array.isArray(names) ? names.map(String) : [];
}

function asNode(value: unknown): Node {
  // A cast, because TypeScript knows of a non-null object only that it has no known properties.
  return typeof value === "object" && value !== null ? (value as Node) : {};
}
