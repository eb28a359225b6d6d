/** The statuses of a referral with their substatuses, and which may follow which. */
import { type Contract, type State, stateMachine } from "../tables/read.ts";
import { arc, arrow, box, type Diagram, picture, text } from "./svg.ts";

const WIDTH = 400;
const LINE = 20;
const PADDING = 12;
const GAP = 44;
const RISE = 44;
const BORDER = 2;

interface Placed extends State {
  readonly name: string;
  readonly x: number;
}

export function diagram(contract: Contract): Diagram {
  const machine = stateMachine(contract);
  const width = (WIDTH - 2 * BORDER - GAP * (machine.length - 1)) / machine.length;
  const places = machine.map(([name, state], index) => ({
    ...state,
    name,
    x: BORDER + index * (width + GAP),
  }));
  const lines = 1 + Math.max(...places.map(({ substatuses }) => substatuses.length));
  const size = { width, height: 2 * PADDING + LINE * lines };
  const changes = places.flatMap((from, start) =>
    places.flatMap((to, end) =>
      from !== to && from.transitions.includes(to.name)
        ? [{ from, to, over: Math.abs(end - start) - 1 }]
        : [],
    ),
  );
  const top = BORDER + (RISE * 3 * Math.max(0, ...changes.map(({ over }) => over))) / 4;
  const list = changes.map(({ from, to }) => `${from.name} to ${to.name}`).join(", ");

  return {
    svg: picture(`Changes of status: ${list}`, { width: WIDTH, height: top + size.height + BORDER }, [
      ...changes.map(({ from, to, over }) =>
        over === 0
          ? arrow(
              { x: from.x + width, y: top + size.height / 2 },
              { x: to.x, y: top + size.height / 2 },
              "call",
            )
          : arc({ x: from.x + width / 2, y: top }, { x: to.x + width / 2, y: top }, RISE * over),
      ),
      ...places.map((place) => state(place, top, size)),
    ]),
    text: machine.map(inWords).join("\n"),
  };
}

function state(
  { name, substatuses, final, x }: Placed,
  y: number,
  size: { width: number; height: number },
): string {
  const middle = x + size.width / 2;
  const lineAt = (index: number) => ({ x: middle, y: y + PADDING + LINE * (index + 0.7) });
  return [
    box({ x, y }, size, final ? "final" : "box"),
    text(lineAt(0), name, "title"),
    ...substatuses.map((substatus, index) => text(lineAt(index + 1), substatus, "name")),
  ].join("");
}

function inWords([name, { substatuses, transitions, final }]: [string, State]): string {
  const next = transitions.filter((other) => other !== name).map((other) => `\`${other}\``);
  const end = final ? "It is final." : `It may become ${next.join(" or ")}.`;
  return `- \`${name}\`, with ${substatuses.map((substatus) => `\`${substatus}\``).join(", ")}. ${end}`;
}
