/** The substatuses that a referral can have, with who sets them. */
import { code, markdownTable } from "./markdown.ts";
import { type Contract, covering, stateMachine, valueDescriptions } from "./read.ts";

/** Who sets it, and how with the client. The contract knows what is allowed, not who does it. */
const setters: Readonly<Record<string, string>> = {
  Pending: "the service, on a referral that was sent to you",
  Received: "the service",
  Accepted: "you, with `accept`; the service on deals that you create",
  Won: "you, with `win`",
  Lost: "you, with `lose` and a reason",
  Declined: "you, with `decline` and a reason",
  Expired: "the service, 14 days after it arrived",
  Error: "you, with `edit`",
};

export function table(contract: Contract): string {
  const rows = stateMachine(contract).flatMap(([status, { substatuses }]) =>
    substatuses.map((substatus) => ({ status, substatus })),
  );
  const setter = covering(
    rows.map(({ substatus }) => substatus),
    setters,
  );
  const { None: _, ...descriptions } = valueDescriptions(contract, "ReferralSubstatus");
  const describe = covering(
    rows.map(({ substatus }) => substatus),
    descriptions,
  );
  return markdownTable(
    ["Substatus", "Of", "Meaning", "Set by"],
    rows.map(({ status, substatus }) => [
      code(substatus),
      code(status),
      describe(substatus),
      setter(substatus),
    ]),
  );
}
