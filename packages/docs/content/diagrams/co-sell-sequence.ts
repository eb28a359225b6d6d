/** How a co-sell deal is created in two requests, and how Microsoft's decision comes back. */
import { type JsonObject, stateMachine } from "@partner-referrals/spec/model";
import { operationsOf, operationWithId } from "../operations.ts";
import { type SharedStep, sharedWorkflow } from "./shared-workflow.ts";
import { arrow, box, type Diagram, line, picture, text } from "./svg.ts";

const sides = { You: 38, "Referrals API": 208, Microsoft: 350 } as const;
const width = 400;
const top = 44;

type Side = keyof typeof sides;

interface Message {
  readonly from: Side;
  readonly to: Side;
  readonly kind: "request" | "response" | "event";
  readonly name: string;
  readonly notes: readonly string[];
}

export function coSellSequence(document: JsonObject): Diagram {
  const messages = listMessages(document);
  let y = top;
  const drawn = messages.map((message) => {
    const start = y + 22;
    y = start + 8 + 16 * message.notes.length;
    return draw(message, start);
  });
  const height = y + 14;
  const lifelines = Object.entries(sides).map(
    ([name, x]) =>
      line({ x, y: top - 10 }, { x, y: height - 2 }) +
      box({ x: x - sideWidth(name) / 2, y: 2 }, { width: sideWidth(name), height: 30 }, "box") +
      text({ x, y: 22 }, name, "title"),
  );
  return {
    svg: picture("Creating a co-sell deal, step by step", { width, height }, [...lifelines, ...drawn]),
    text: messages.map((message, index) => `${index + 1}. ${inWords(message)}`).join("\n"),
  };
}

function listMessages(document: JsonObject): Message[] {
  const { own, connected } = sharedWorkflow();
  const event = eventNamed(document, "related-referral-updated");
  const accepted = own.status;
  return [
    request(document, own, [`type ${own.type}`, `target ${own.target}`]),
    response([`a new engagementId`], stateOf(document, own.status)),
    request(document, connected, ["the same engagementId", `target ${connected.target}`]),
    response(["Microsoft's referral"], stateOf(document, connected.status)),
    {
      from: "Referrals API",
      to: "Microsoft",
      kind: "event",
      name: stateOf(document, connected.status),
      notes: ["waits for them"],
    },
    {
      from: "Microsoft",
      to: "Referrals API",
      kind: "request",
      name: stateOf(document, accepted),
      notes: ["they take part"],
    },
    { from: "Referrals API", to: "You", kind: "event", name: event, notes: ["an event to your URL"] },
  ];
}

function request(document: JsonObject, { operationId }: SharedStep, notes: readonly string[]): Message {
  const { id } = operationWithId(document, operationId);
  return { from: "You", to: "Referrals API", kind: "request", name: id, notes };
}

function response(notes: readonly string[], name: string): Message {
  return { from: "Referrals API", to: "You", kind: "response", name, notes };
}

/** A status with its first substatus. */
function stateOf(document: JsonObject, status: string): string {
  const state = stateMachine(document).get(status);
  if (!state) throw new Error(`The status table has no ${status} to draw.`);
  return `${status} / ${state.substatuses[0]}`;
}

function eventNamed(document: JsonObject, name: string): string {
  if (operationsOf(document).webhooks.some(({ path }) => path === name)) return name;
  throw new Error(`The contract has no event ${name} to draw.`);
}

function draw({ from, to, kind, name, notes }: Message, y: number): string {
  const [start, end] = [sides[from], sides[to]];
  const middle = (start + end) / 2;
  return [
    text({ x: middle, y: y - 6 }, name, "name"),
    arrow({ x: start, y }, { x: end, y }, kind),
    ...notes.map((note, index) => text({ x: middle, y: y + 16 + 15 * index }, note, "note")),
  ].join("");
}

function sideWidth(name: string): number {
  return 16 + 8 * name.length;
}

function inWords({ from, to, kind, name, notes }: Message): string {
  const shown = kind === "response" ? `${from} responds to ${to}` : `${from} to ${to}`;
  return `${shown}: \`${name}\`, ${notes.join(", ")}.`;
}
