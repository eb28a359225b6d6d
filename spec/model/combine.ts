/** Several documents as one. */
import type { OpenApiDocument } from "./document.ts";
import { entriesOf, isObject, type JsonObject } from "./json.ts";

/**
 * One document with the paths, webhooks, tags and components of several that share their components. The paths of all but the
 * first name their server and security themselves, as most tools would not look for them there; the model does.
 */
export function combineDocuments(
  first: OpenApiDocument,
  ...others: readonly OpenApiDocument[]
): OpenApiDocument {
  const all = [first, ...others];
  const sections = new Set(
    all.flatMap(({ components }) => entriesOf(components).map(([section]) => section)),
  );
  return {
    ...first,
    tags: all.flatMap(({ tags }) => (Array.isArray(tags) ? tags : [])),
    paths: Object.assign({}, first.paths, ...others.map(withServers)),
    webhooks: Object.assign({}, ...all.map(({ webhooks }) => webhooks)),
    components: Object.fromEntries(
      [...sections].map((section) => [
        section,
        Object.assign({}, ...all.map(({ components }) => (isObject(components) ? components[section] : {}))),
      ]),
    ),
  };
}

function withServers(document: OpenApiDocument): JsonObject {
  return Object.fromEntries(
    entriesOf(document.paths).map(([path, item]) => [
      path,
      {
        servers: document.servers,
        ...Object.fromEntries(
          entriesOf(item).map(([key, value]) => [
            key,
            isObject(value) && value.responses ? { security: document.security, ...value } : value,
          ]),
        ),
      },
    ]),
  );
}
