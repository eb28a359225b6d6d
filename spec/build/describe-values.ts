import type { Document } from "./document.ts";
import { walk } from "./document.ts";

/**
 * Adds the known values of open enumerations to their descriptions, each with its meaning. Most tools pass over
 * `x-extensible-enum` and `x-enumDescriptions`, but every one shows the description.
 */
export function describeKnownValues(document: Document): void {
  walk(document.components.schemas, (schema) => {
    const values = schema["x-extensible-enum"];
    if (!Array.isArray(values) || typeof schema.description !== "string") return;
    schema.description = `${schema.description.trimEnd()}\n\n${knownValues(values, schema["x-enumDescriptions"])}`;
  });
}

function knownValues(values: readonly unknown[], meanings: unknown): string {
  if (typeof meanings !== "object" || meanings === null)
    return `Known values: ${values.map((value) => `\`${value}\``).join(", ")}. Others are possible.\n`;
  const lines = values.map((value) => `- \`${value}\`: ${Reflect.get(meanings, String(value))}\n`);
  return `Known values; others are possible:\n\n${lines.join("")}`;
}
