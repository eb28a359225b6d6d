import { describeNullableReferences } from "./describe-references.ts";
import { describeKnownValues } from "./describe-values.ts";
import type { Document } from "./document.ts";
import { fillPlaceholders } from "./fill-placeholders.ts";
import { flattenAllOf } from "./flatten-all-of.ts";
import { addSchemaExamples } from "./schema-examples.ts";
import { applyStatusRules } from "./status-rules.ts";
import { applyWritablePaths } from "./writable-paths.ts";

/**
 * Makes the published document of the sources, in place: writes out what they say once and in short. References already
 * lead to components.
 *
 * @param context the whole contract, for texts that name a value of another document
 *
 * @throws Error when a part that another one names is missing.
 */
export function expandSources(document: Document, context?: Document): void {
  applyStatusRules(document);
  fillPlaceholders(document, context);
  // Before each known value is added, which would stand twice otherwise.
  describeNullableReferences(document);
  describeKnownValues(document);
  applyWritablePaths(document);
  flattenAllOf(document);
  addSchemaExamples(document);
}
