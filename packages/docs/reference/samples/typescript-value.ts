/** Prints JSON values as TypeScript. */

const lineWidth = 80;

/** Prints a JSON value the way a person writes it in TypeScript: bare keys, short values on one line. */
export function toTypeScript(value: unknown, indent = ""): string {
  const oneLine = printOnOneLine(value);
  if (typeof value !== "object" || value === null) return oneLine;
  if (indent.length + oneLine.length <= lineWidth && !oneLine.includes(": {")) return oneLine;

  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${deeper}${toTypeScript(item, deeper)},\n`);
    return `[\n${items.join("")}${indent}]`;
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${deeper}${printKey(key)}: ${toTypeScript(member, deeper)},\n`,
  );
  return `{\n${members.join("")}${indent}}`;
}

function printOnOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printOnOneLine).join(", ")}]`;
  const members = Object.entries(value).map(([key, member]) => `${printKey(key)}: ${printOnOneLine(member)}`);
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}

function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
