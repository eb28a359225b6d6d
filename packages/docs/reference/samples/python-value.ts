/** Prints JSON values as Python. */

const lineWidth = 80;

/** Prints a JSON value as a Python literal, short values on one line. */
export function toPython(value: unknown, indent = ""): string {
  const oneLine = printOnOneLine(value);
  if (typeof value !== "object" || value === null) return oneLine;
  if (indent.length + oneLine.length <= lineWidth && !oneLine.includes(": {")) return oneLine;
  const deeper = `${indent}    `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${deeper}${toPython(item, deeper)},\n`).join("")}${indent}]`;
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${deeper}${JSON.stringify(key)}: ${toPython(member, deeper)},\n`,
  );
  return `{\n${members.join("")}${indent}}`;
}

function printOnOneLine(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printOnOneLine).join(", ")}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${printOnOneLine(member)}`,
  );
  return `{${members.join(", ")}}`;
}
