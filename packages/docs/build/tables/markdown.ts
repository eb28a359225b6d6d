/** Markdown that stays one cell, and tables of such cells. */

/** Renders a GitHub table. Line breaks and pipes of the cells do not break it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text
    .trim()
    .replaceAll(/(?<!\\)\|/g, "\\|")
    .replaceAll(/\s*\n\s*/g, " ");
}

/** Shows names as code, one after the other. */
export function codes(names: readonly string[]): string {
  return names.map(code).join(", ");
}

export function code(name: string): string {
  return `\`${name}\``;
}
