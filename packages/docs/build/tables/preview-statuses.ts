/** The statuses of the 2018 preview, and what they are today. */
import { code, markdownTable } from "./markdown.ts";
import { type Contract, covering, knownValues, stateMachine, valueDescriptions } from "./read.ts";

/** No source maps the statuses; these are the ones with the same meaning. */
const substatusOf: Readonly<Record<string, string>> = {
  Pending: "Pending",
  Active: "Accepted",
  Won: "Won",
  Lost: "Lost",
  Archived: "Declined",
};

/** @throws Error when a status of the preview is not accounted for, or its substatus does not exist. */
export function table(contract: Contract): string {
  const names = knownValues(contract, "PreviewReferralStatus");
  const today = covering(names, substatusOf);
  const describe = covering(names, valueDescriptions(contract, "PreviewReferralStatus"));
  const statusOf = (substatus: string) => {
    const found = stateMachine(contract).find(([, { substatuses }]) => substatuses.includes(substatus));
    if (!found) throw new Error(`The status table has no ${substatus}.`);
    return found[0];
  };
  return markdownTable(
    ["Preview", "Means", "`status`", "`substatus`"],
    names.map((name) => [code(name), describe(name), code(statusOf(today(name))), code(today(name))]),
  );
}
