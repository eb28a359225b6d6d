/** Small pieces of Markdown. */

/** Renders a GitHub table. Line breaks and pipes in the cells do not break it. */
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

/** A JSON value as inline code. */
export function code(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text}${fence}`;
}

/** Names as code, separated by commas. */
export function codes(names: readonly unknown[]): string {
  return names.map(code).join(", ");
}

/** The parts that are not empty, as paragraphs. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** The first sentence of a text, on one line. */
export function firstSentence(text: string): string {
  const line = (text.trim().split(/\n\s*\n/, 1)[0] ?? "").replaceAll(/\s+/g, " ");
  return /^.*?[^.\s]{3,}\.(?=\s|$)/.exec(line)?.[0] ?? line;
}

/** A text without its inline markup, for attributes and lists of pages. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[`*]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** The anchor that GitHub and this site give a heading. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}

/** Code spans, bold, emphasis and links as HTML, for the few places where Markdown is not read. */
export function inlineHtml(markdown: string): string {
  return markdown
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith("`")
        ? `<code>${escapeHtml(part.slice(1, -1))}</code>`
        : escapeHtml(part)
            .replaceAll(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
            .replaceAll(/\*([^*]+)\*/g, "<em>$1</em>"),
    )
    .join("")
    .replaceAll(/\[((?:[^\]]|\](?!\())*)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
