/** Path templates: filling them in, and finding the one that a request addresses. */

/** A path with its `{parameters}` filled in and percent-encoded. @throws Error when a value is missing. */
export function fillPath(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${template} needs a value for ${name}.`);
    return encodeURIComponent(value);
  });
}

/**
 * Finds the template that a request path, still percent-encoded, addresses. A template with a literal segment is preferred
 * over one with a parameter in its place. An encoded slash is part of its segment.
 */
export function createPathMatcher(templates: readonly string[]): (path: string) => string | undefined {
  const literal = new Set(templates.filter((template) => !template.includes("{")));
  const patterns = templates
    .filter((template) => template.includes("{"))
    .sort(compareTemplates)
    .map((template) => ({ template, pattern: toPattern(template) }));
  return (path) => {
    const decoded = path.includes("%") ? path.split("/").map(decodeSegment).join("/") : path;
    if (literal.has(decoded)) return decoded;
    return patterns.find(({ pattern }) => pattern.test(decoded))?.template;
  };
}

/** Orders templates so that a literal segment is tried before a parameter in its place. */
function compareTemplates(a: string, b: string): number {
  const other = b.split("/");
  for (const [index, segment] of a.split("/").entries()) {
    const difference = Number(segment.includes("{")) - Number(other[index]?.includes("{") ?? false);
    if (difference !== 0) return difference;
  }
  return 0;
}

function toPattern(template: string): RegExp {
  const parts = template.split(/(\{[^}]*\})/);
  const pattern = parts.map((part) =>
    part.startsWith("{") ? "[^/]+" : part.replaceAll(/[\\^$.*+?()[\]|]/g, "\\$&"),
  );
  return new RegExp(`^${pattern.join("")}$`);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment).replaceAll("/", "%2F");
  } catch {
    return segment;
  }
}
