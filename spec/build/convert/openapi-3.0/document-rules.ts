/** Rules for what stands outside of schemas. */
import { collectReferences } from "../../../model/document.ts";
import { getIn } from "../../../model/json.ts";
import { listOperations, listWebhooks } from "../../../model/operations.ts";
import { formatPointer, parsePointer } from "../../../model/pointer.ts";
import { type Note, type Rule, UnsupportedError } from "../changes.ts";
import { isNode, type Kind, type Node, type Place } from "../structure.ts";

/** A rule that looks at one object of a document at a time. */
export interface PlaceRule extends Rule {
  readonly kind: Kind;
  readonly apply: (place: Place, note: Note) => void;
}

/** Dialects whose keywords the rules for schemas know. */
const knownDialects = [
  "https://json-schema.org/draft/2020-12/schema",
  "https://spec.openapis.org/oas/3.1/dialect/base",
];

/** The version that the document says it has. */
const version: PlaceRule = {
  name: "version",
  kind: "document",
  reason: "The document says that it is OpenAPI 3.0.3.",
  apply({ node }, note) {
    if (!/^3\.1\.\d+/.test(String(node.openapi)))
      throw new UnsupportedError("/openapi", `Only OpenAPI 3.1 is converted, not ${String(node.openapi)}.`);
    node.openapi = "3.0.3";
    note("rewritten", "", "openapi");
  },
};

/** The dialect of schemas. */
const dialect: PlaceRule = {
  name: "dialect",
  kind: "document",
  reason: "OpenAPI 3.0 has one dialect of schemas.",
  apply({ node }, note) {
    const { jsonSchemaDialect } = node;
    if (jsonSchemaDialect === undefined) return;
    if (!knownDialects.includes(String(jsonSchemaDialect)))
      throw new UnsupportedError("/jsonSchemaDialect", `Schemas of this dialect are not known here.`);
    delete node.jsonSchemaDialect;
    note("rewritten", "", "jsonSchemaDialect");
  },
};

/** The requests that the service sends. Their schemas stay, so that a receiver can use the types. */
const webhooks: PlaceRule = {
  name: "webhooks",
  kind: "document",
  reason: "OpenAPI 3.0 describes what is sent to the service only. The schemas of the bodies stay.",
  apply({ node }, note) {
    if (!isNode(node.webhooks)) return;
    const names = Object.keys(node.webhooks);
    const used = new Set(componentsOf(node, "paths"));
    const unused = new Set(componentsOf(node, "webhooks").filter((pointer) => !used.has(pointer)));
    delete node.webhooks;
    for (const name of names) note("dropped", formatPointer(["webhooks", name]));
    for (const pointer of unused) {
      const [, kind = "", name = ""] = parsePointer(pointer);
      const components = getIn(node, "components", kind);
      if (!isNode(components) || kind === "schemas") continue;
      delete components[name];
      note("dropped", pointer);
    }
  },
};

/** Path items that several paths share. */
const sharedPathItems: PlaceRule = {
  name: "shared-path-items",
  kind: "components",
  reason: "OpenAPI 3.0 has no shared path items.",
  apply({ node, pointer }) {
    if (node.pathItems !== undefined)
      throw new UnsupportedError(`${pointer}/pathItems`, "OpenAPI 3.0 has no shared path items.");
  },
};

/** `paths` may be missing in 3.1. */
const paths: PlaceRule = {
  name: "paths",
  kind: "document",
  reason: "OpenAPI 3.0 requires `paths`.",
  apply({ node }, note) {
    if (node.paths !== undefined) return;
    node.paths = {};
    note("rewritten", "", "paths");
  },
};

/** `summary` of `info` goes before the description. */
const infoSummary: PlaceRule = {
  name: "info-summary",
  kind: "info",
  reason: "`info` has no `summary` in OpenAPI 3.0; it goes before the description.",
  apply({ node, pointer }, note) {
    if (node.summary === undefined) return;
    node.description = [node.summary, node.description].filter(Boolean).join("\n\n");
    delete node.summary;
    note("rewritten", pointer, "summary");
  },
};

/** The SPDX identifier of the license becomes the address of its text. */
const license: PlaceRule = {
  name: "license-identifier",
  kind: "info",
  reason: "A license has no `identifier` in OpenAPI 3.0; the address of its text at spdx.org says the same.",
  apply({ node, pointer }, note) {
    if (!isNode(node.license) || node.license.identifier === undefined) return;
    node.license.url = `https://spdx.org/licenses/${String(node.license.identifier)}.html`;
    delete node.license.identifier;
    note("rewritten", `${pointer}/license`, "identifier");
  },
};

/** Operations without responses. */
const responses: PlaceRule = {
  name: "responses",
  kind: "operation",
  reason: "OpenAPI 3.0 requires at least one response.",
  apply({ node, pointer }, note) {
    if (isNode(node.responses) && Object.keys(node.responses).length > 0) return;
    node.responses = { default: { description: "Any response." } };
    note("rewritten", pointer, "responses");
  },
};

/** Texts beside a reference to something other than a schema. */
function referenceTexts(kind: Kind): PlaceRule {
  return {
    name: "reference-texts",
    kind,
    reason: "Beside a `$ref` OpenAPI 3.0 has no `summary` and `description`.",
    apply({ node, pointer }, note) {
      const names = Object.keys(node).filter((name) => name !== "$ref");
      if (node.$ref === undefined || names.length === 0) return;
      for (const name of names) delete node[name];
      note("dropped", pointer, ...names);
    },
  };
}

/** Client certificates as a security scheme. */
const mutualTls: PlaceRule = {
  name: "mutual-tls",
  kind: "securityScheme",
  reason: "OpenAPI 3.0 cannot say that a client certificate is needed.",
  apply({ node, pointer }) {
    if (node.type === "mutualTLS")
      throw new UnsupportedError(
        pointer,
        "OpenAPI 3.0 has no mutualTLS, and without it calls would look open.",
      );
  },
};

/** In the order in which they are applied to an object of their kind. */
export const placeRules: readonly PlaceRule[] = [
  version,
  dialect,
  sharedPathItems,
  webhooks,
  paths,
  infoSummary,
  license,
  responses,
  ...(["parameter", "header", "requestBody", "response", "link", "example"] as const).map(referenceTexts),
  mutualTls,
];

/** The pointers of all components that the operations or webhooks of a document use. */
function componentsOf(document: Node, section: "paths" | "webhooks"): string[] {
  const operations = section === "paths" ? listOperations(document) : listWebhooks(document);
  const schemes = operations.flatMap(({ security }) => security.flatMap((one) => Object.keys(one)));
  return [
    ...[...collectReferences(document, document[section])].map((reference) => reference.slice(1)),
    ...schemes.map((name) => formatPointer(["components", "securitySchemes", name])),
  ];
}
