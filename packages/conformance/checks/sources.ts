import { accountFor, sourcesFile } from "@partner-referrals/spec/sources";
import type { Check } from "./check.ts";

/** The second opinion: the contract holds what its sources state, but for what they name as contradicted or left out. */
export const sourceFacts: Check = function* ({ contract }) {
  const { accounts, misstatements, unstated } = accountFor([contract], sourcesFile.stated);
  for (const { source, fact, outcome, problem } of accounts)
    if (outcome === "unaccounted") yield `${source}: "${fact}" is not held: ${problem}.`;
  for (const { source, problem } of misstatements) yield `${source}: ${problem}.`;
  for (const what of unstated) yield `No source states "${what}".`;
};
