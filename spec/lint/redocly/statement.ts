const shape =
  "x-evidence has documented or observed (lists of sources) or inferred (from: sources, because: a reason), and may have a note.";

/** What is wrong with a value of `x-evidence`, if anything. */
export function checkStatement(value: unknown): string | undefined {
  if (!isObject(value)) return shape;
  const { documented, observed, inferred, note, properties, ...unknown } = value;
  const [name] = Object.keys(unknown);
  if (name) return `x-evidence has no part named ${name}. ${shape}`;
  for (const [key, list] of Object.entries({ documented, observed })) {
    if (list === undefined || isList(list)) continue;
    return `${key} in x-evidence must name at least one source, a key of EVIDENCE.md.`;
  }
  if (properties !== undefined && !isList(properties)) {
    return "properties in x-evidence must name at least one property.";
  }
  if (note !== undefined && typeof note !== "string") return "note in x-evidence must be a text.";
  if (inferred !== undefined && !(isObject(inferred) && isList(inferred.from) && isText(inferred.because))) {
    return "inferred in x-evidence needs from, a list of sources, and because, the reason.";
  }
  return documented || observed || inferred ? undefined : shape;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
