/** How a co-sell deal is created in two calls, and how Microsoft's answer comes back. */
import { listOperations } from "../contract.ts";
import { type Contract, stateMachine } from "../tables/read.ts";
import { type SharedStep, sharedWorkflow } from "./shared-workflow.ts";
import { arrow, box, type Diagram, line, picture, text } from "./svg.ts";

const SIDES = { You: 38, "Referrals API": 208, Microsoft: 350 } as const;
const WIDTH = 400;
const TOP = 44;

type Side = keyof typeof SIDES;

interface Message {
  readonly from: Side;
  readonly to: Side;
  readonly kind: "call" | "answer" | "event";
  readonly name: string;
  readonly notes: readonly string[];
}

export function diagram(contract: Contract): Diagram {
  const messages = listMessages(contract);
  let y = TOP;
  const drawn = messages.map((message) => {
    const start = y + 22;
    y = start + 8 + 16 * message.notes.length;
    return draw(message, start);
  });
  const height = y + 14;
  const sides = Object.entries(SIDES).map(
    ([name, x]) =>
      line({ x, y: TOP - 10 }, { x, y: height - 2 }) +
      box({ x: x - sideWidth(name) / 2, y: 2 }, { width: sideWidth(name), height: 30 }, "box") +
      text({ x, y: 22 }, name, "title"),
  );
  return {
    svg: picture("Creating a co-sell deal, step by step", { width: WIDTH, height }, [...sides, ...drawn]),
    text: messages.map((message, index) => `${index + 1}. ${inWords(message)}`).join("\n"),
  };
}

function listMessages(contract: Contract): Message[] {
  const { own, connected } = sharedWorkflow();
  const event = eventNamed(contract, "related-referral-updated");
  const accepted = own.status;
  return [
    call(contract, own, [`type ${own.type}`, `target ${own.target}`]),
    answer([`a new engagementId`], stateOf(contract, own.status)),
    call(contract, connected, ["the same engagementId", `target ${connected.target}`]),
    answer(["Microsoft's referral"], stateOf(contract, connected.status)),
    {
      ...{ from: "Referrals API", to: "Microsoft", kind: "event" },
      ...{ name: stateOf(contract, connected.status), notes: ["waits for them"] },
    },
    {
      ...{ from: "Microsoft", to: "Referrals API", kind: "call" },
      ...{ name: stateOf(contract, accepted), notes: ["they take part"] },
    },
    { from: "Referrals API", to: "You", kind: "event", name: event, notes: ["an event to your URL"] },
  ];
}

function call(contract: Contract, { operationId }: SharedStep, notes: readonly string[]): Message {
  const known = listOperations(contract).some(({ operation }) => operation.operationId === operationId);
  if (!known) throw new Error(`The contract has no operation ${operationId} to draw.`);
  return { from: "You", to: "Referrals API", kind: "call", name: operationId, notes };
}

function answer(notes: readonly string[], name: string): Message {
  return { from: "Referrals API", to: "You", kind: "answer", name, notes };
}

/** A status with its first substatus. */
function stateOf(contract: Contract, status: string): string {
  const state = stateMachine(contract).find(([name]) => name === status)?.[1];
  if (!state) throw new Error(`The status table has no ${status} to draw.`);
  return `${status} / ${state.substatuses[0]}`;
}

function eventNamed(contract: Contract, name: string): string {
  if (contract.webhooks?.[name]) return name;
  throw new Error(`The contract has no event ${name} to draw.`);
}

function draw({ from, to, kind, name, notes }: Message, y: number): string {
  const [start, end] = [SIDES[from], SIDES[to]];
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
  const shown = kind === "answer" ? `${from} answers ${to}` : `${from} to ${to}`;
  return `${shown}: \`${name}\`, ${notes.join(", ")}.`;
}
