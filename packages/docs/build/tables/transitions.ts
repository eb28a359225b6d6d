/** The changes of status that are allowed, and what each needs. */
import { code, codes, markdownTable } from "./markdown.ts";
import { type Contract, covering, stateMachine } from "./read.ts";

/** When it happens. The contract knows what is allowed, not why one does it. */
const occasions: Readonly<Record<string, string>> = {
  "New to Active": "You take part in what was sent to you. Within 14 days.",
  "New to Closed": "You decline it, with a `statusReason`; or nobody answers, and the service closes it.",
  "Active to Closed": "The deal is over: won, lost with a `statusReason`, or created by mistake.",
};

export function table(contract: Contract): string {
  const machine = stateMachine(contract);
  const changes = machine.flatMap(([from, { transitions }]) =>
    transitions.filter((to) => to !== from).map((to) => ({ from, to, name: `${from} to ${to}` })),
  );
  const occasion = covering(
    changes.map(({ name }) => name),
    occasions,
  );
  const states = new Map(machine);
  return markdownTable(
    ["From", "To", "Send `status` with one of", "When"],
    changes.map(({ from, to, name }) => [
      code(from),
      code(to),
      codes(states.get(to)?.substatuses ?? []),
      occasion(name),
    ]),
  );
}
