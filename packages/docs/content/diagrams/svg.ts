/** The parts that the diagrams are drawn with. Their looks are in diagrams.css; sizes are in units of the drawing. */

/** What a diagram is: a picture, and the same content as a Markdown list. */
export interface Diagram {
  readonly svg: string;
  readonly text: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Puts parts into a picture on one line. It is as wide as its place, up to `diagrams.css`; 400 units are readable on a
 * phone.
 */
export function picture(
  label: string,
  size: { width: number; height: number },
  parts: readonly string[],
): string {
  const { width, height } = size;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(label)}">${parts.join("")}</svg>`;
}

/** A line of text. `kind` is one of the classes of diagrams.css. */
export function text(
  { x, y }: Point,
  content: string,
  kind: "title" | "name" | "note",
  anchor = "middle",
): string {
  return `<text class="diagram-${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${escapeText(content)}</text>`;
}

export function box(
  { x, y }: Point,
  size: { width: number; height: number },
  kind: "box" | "final" | "group",
): string {
  return `<rect class="diagram-${kind}" x="${x}" y="${y}" width="${size.width}" height="${size.height}" rx="8"/>`;
}

/** A line without an end, such as the time of one side. */
export function line(from: Point, to: Point): string {
  return `<path class="diagram-time" d="M${from.x} ${from.y}L${to.x} ${to.y}"/>`;
}

/** An arrow that runs level. Responses and events are dashed. */
export function arrow(from: Point, to: Point, kind: "request" | "response" | "event"): string {
  const back = from.x < to.x ? -8 : 8;
  return (
    `<path class="diagram-arrow diagram-${kind}" d="M${from.x} ${from.y}H${to.x}"/>` +
    `<path class="diagram-head" d="M${to.x} ${to.y}l${back} -5v10z"/>`
  );
}

/** An arrow that rises, passes over what is between, and comes down. */
export function arc(from: Point, to: Point, rise: number): string {
  const peak = from.y - rise;
  return (
    `<path class="diagram-arrow diagram-request" d="M${from.x} ${from.y}C${from.x} ${peak} ${to.x} ${peak} ${to.x} ${to.y}"/>` +
    `<path class="diagram-head" d="M${to.x} ${to.y}l-5 -8h10z"/>`
  );
}

function escapeText(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
