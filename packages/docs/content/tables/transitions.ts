/** The allowed changes of status, with the substatuses that the new status can have. */
import { type JsonObject, stateMachine } from "@partner-referrals/spec/model";
import { code, codes, markdownTable } from "../markdown.ts";

/** When it happens. The contract says what is allowed, not why someone does it. */
const occasions: Readonly<Record<string, string>> = {
  "New to Active": "You accept what was sent to you.",
  "New to Closed":
    "You decline it, with a `statusReason`. If nobody accepts or declines it in time, the service closes it as `Expired`.",
  "Active to Closed": "The deal is over: won, lost with a `statusReason`, or created by mistake.",
};

export function transitionTable(document: JsonObject): string {
  const machine = stateMachine(document);
  const changes = [...machine].flatMap(([from, { transitions }]) =>
    transitions.filter((to) => to !== from).map((to) => ({ from, to })),
  );
  return markdownTable(
    ["From", "To", "Allowed substatuses", "When"],
    changes.map(({ from, to }) => [
      code(from),
      code(to),
      codes(machine.get(to)?.substatuses ?? []),
      occasions[`${from} to ${to}`] ?? "",
    ]),
  );
}
