/** The kinds of help that Microsoft can be asked for. */
import { code, markdownTable } from "./markdown.ts";
import { type Contract, covering, knownValues, valueDescriptions } from "./read.ts";

export function table(contract: Contract): string {
  const names = knownValues(contract, "AssistanceRequestCode");
  const describe = covering(names, valueDescriptions(contract, "AssistanceRequestCode"));
  return markdownTable(
    ["`assistanceRequestCode`", "Help"],
    names.map((name) => [code(name), describe(name)]),
  );
}
