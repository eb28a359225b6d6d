/** The statuses of a referral with their substatuses, and which may follow which. */
import { type JsonObject, type State, stateMachine } from "@partner-referrals/spec/model";
import { arc, arrow, box, type Diagram, picture, text } from "./svg.ts";

const diagramWidth = 400;
const lineHeight = 20;
const padding = 12;
const gap = 44;
const rise = 44;
const border = 2;

interface Placed extends State {
  readonly name: string;
  readonly x: number;
}

export function statusMachine(document: JsonObject): Diagram {
  const machine = [...stateMachine(document)];
  const width = (diagramWidth - 2 * border - gap * (machine.length - 1)) / machine.length;
  const places = machine.map(([name, state], index) => ({
    ...state,
    name,
    x: border + index * (width + gap),
  }));
  const lines = 1 + Math.max(...places.map(({ substatuses }) => substatuses.length));
  const size = { width, height: 2 * padding + lineHeight * lines };
  const changes = places.flatMap((from, start) =>
    places.flatMap((to, end) =>
      from !== to && from.transitions.includes(to.name)
        ? [{ from, to, over: Math.abs(end - start) - 1 }]
        : [],
    ),
  );
  const top = border + (rise * 3 * Math.max(0, ...changes.map(({ over }) => over))) / 4;
  const list = changes.map(({ from, to }) => `${from.name} to ${to.name}`).join(", ");

  return {
    svg: picture(`Changes of status: ${list}`, { width: diagramWidth, height: top + size.height + border }, [
      ...changes.map(({ from, to, over }) =>
        over === 0
          ? arrow(
              { x: from.x + width, y: top + size.height / 2 },
              { x: to.x, y: top + size.height / 2 },
              "request",
            )
          : arc({ x: from.x + width / 2, y: top }, { x: to.x + width / 2, y: top }, rise * over),
      ),
      ...places.map((place) => state(place, top, size)),
    ]),
    text: machine.map(inWords).join("\n"),
  };
}

function state(
  { name, substatuses, isTerminal, x }: Placed,
  y: number,
  size: { width: number; height: number },
): string {
  const middle = x + size.width / 2;
  const lineAt = (index: number) => ({ x: middle, y: y + padding + lineHeight * (index + 0.7) });
  return [
    box({ x, y }, size, isTerminal ? "final" : "box"),
    text(lineAt(0), name, "title"),
    ...substatuses.map((substatus, index) => text(lineAt(index + 1), substatus, "name")),
  ].join("");
}

function inWords([name, { substatuses, transitions, isTerminal }]: [string, State]): string {
  const next = transitions.filter((other) => other !== name).map((other) => `\`${other}\``);
  const end = isTerminal ? "It is final." : `It may change to ${next.join(" or ")}.`;
  return `- \`${name}\`, with ${substatuses.map((substatus) => `\`${substatus}\``).join(", ")}. ${end}`;
}
