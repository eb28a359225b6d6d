/** The status table: what each status means, with which substatuses it goes, and what may come after it. */
import { codes, markdownTable } from "./markdown.ts";
import { type Contract, covering, stateMachine, valueDescriptions } from "./read.ts";

export function table(contract: Contract): string {
  const machine = stateMachine(contract);
  const { None: _, ...descriptions } = valueDescriptions(contract, "ReferralStatus");
  const describe = covering(
    machine.map(([name]) => name),
    descriptions,
  );
  return markdownTable(
    ["Status", "Meaning", "Substatuses", "May become"],
    machine.map(([name, { substatuses, transitions, final }]) => {
      const others = transitions.filter((other) => other !== name);
      return [
        `\`${name}\``,
        describe(name),
        codes(substatuses),
        final ? "nothing, it is final" : codes(others),
      ];
    }),
  );
}
