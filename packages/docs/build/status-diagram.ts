/** Draws a state machine of the contract. The colours are in page/theme.css. */

/** What the contract's `x-state-machine` says of one status. */
export interface State {
  readonly transitions: readonly string[];
  readonly substatuses: readonly string[];
  readonly final?: boolean;
}

interface Box extends State {
  readonly name: string;
  readonly left: number;
  readonly width: number;
}

interface Arrow {
  readonly from: Box;
  readonly to: Box;
  /** How many boxes it passes over. */
  readonly skips: number;
}

// Sizes in pixels: with three statuses the diagram just fits a phone. Redoc's Markdown loses the capitals in
// attributes such as viewBox and markerWidth, so the drawing neither scales nor uses markers.
const CHARACTER = 7.5;
const LINE = 20;
const PADDING = 12;
const GAP = 34;
const ARC = 36;
const BORDER = 2;

/**
 * Returns an inline SVG on one line: a box for each status with its substatuses, an arrow for each change into
 * another status. Arrows into the next box are straight, all others pass above the boxes.
 */
export function statusDiagram(machine: Readonly<Record<string, State>>): string {
  const boxes = layOut(machine);
  const arrows = boxes.flatMap((from, index) =>
    boxes.flatMap((to, target): Arrow[] =>
      from !== to && from.transitions.includes(to.name)
        ? [{ from, to, skips: Math.abs(target - index - 1) }]
        : [],
    ),
  );
  const top = BORDER + ARC * Math.max(0, ...arrows.map(({ skips }) => skips));
  const height = 2 * PADDING + LINE * (1 + Math.max(...boxes.map(({ substatuses }) => substatuses.length)));
  const right = Math.max(...boxes.map(({ left, width }) => left + width));

  const label = arrows.map(({ from, to }) => `${from.name} to ${to.name}`).join(", ");
  const size = `width="${right + BORDER}" height="${top + height + BORDER}"`;
  return [
    `<div class="status-diagram"><svg ${size} role="img" aria-label="Changes of status: ${label}">`,
    ...arrows.map((arrow) => drawArrow(arrow, top, height)),
    ...boxes.map((box) => drawBox(box, top, height)),
    "</svg></div>",
  ].join("");
}

function layOut(machine: Readonly<Record<string, State>>): Box[] {
  let left = BORDER;
  return Object.entries(machine).map(([name, state]) => {
    const characters = Math.max(name.length, ...state.substatuses.map((substatus) => substatus.length));
    const box = { ...state, name, left, width: characters * CHARACTER + 2 * PADDING };
    left += box.width + GAP;
    return box;
  });
}

function drawBox({ name, substatuses, final, left, width }: Box, top: number, height: number): string {
  const lines = [name, ...substatuses].map((text, index) => {
    const y = top + PADDING + LINE * (index + 0.7);
    return `<text x="${left + PADDING}" y="${y}"${index === 0 ? ' class="status"' : ""}>${text}</text>`;
  });
  const kind = final ? ' class="final"' : "";
  return `<rect${kind} x="${left}" y="${top}" width="${width}" height="${height}" rx="8"/>${lines.join("")}`;
}

function drawArrow({ from, to, skips }: Arrow, top: number, height: number): string {
  if (skips === 0) {
    const y = top + height / 2;
    const head = `M${to.left} ${y}l-8 -5v10z`;
    return `<path d="M${from.left + from.width} ${y}H${to.left}"/><path class="head" d="${head}"/>`;
  }
  const start = from.left + from.width / 2;
  const end = to.left + to.width / 2;
  const peak = top - ARC * skips;
  const line = `M${start} ${top}C${start} ${peak} ${end} ${peak} ${end} ${top}`;
  return `<path d="${line}"/><path class="head" d="M${end} ${top}l-5 -8h10z"/>`;
}
