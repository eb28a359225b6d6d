import { stateMachine } from "@partner-referrals/spec/model";
import type { Check } from "./check.ts";

/** A request may set a status with its own substatuses only, as `x-state-machine` says; a terminal status stays. */
export const stateMachineRules: Check = function* ({ contract, accepts, names }) {
  const machine = stateMachine(contract);
  if (names.has("ReferralStatus")) {
    for (const [status, { transitions, isTerminal }] of machine) {
      if (!transitions.includes(status)) yield `A referral cannot stay ${status}.`;
      if (isTerminal !== (transitions.join() === status))
        yield `${status} is ${isTerminal ? "" : "not "}final.`;
    }
  }
  const substatuses = [...machine.values()].flatMap((state) => state.substatuses);
  const request = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
  for (const name of ["ReferralCreate", "ReferralReplace", "ReferralPatch"].filter((one) => names.has(one))) {
    const takes = (status: string, substatus: string) =>
      accepts(
        `/components/schemas/${name}`,
        name === "ReferralPatch" ? toPatch({ status, substatus }) : { ...request, status, substatus },
      );
    for (const [status, state] of machine) {
      for (const substatus of [...substatuses, "None"]) {
        const isPair = state.substatuses.includes(substatus);
        if (takes(status, substatus) !== isPair)
          yield `${name} ${isPair ? "rejects" : "accepts"} ${status} with ${substatus}.`;
      }
    }
    if (takes("None", "None")) yield `${name} accepts the status None.`;
  }
  // Responses are not held to the table: a client should be able to read them all the same.
  for (const name of ["Referral", "ReferralListItem"].filter((one) => names.has(one))) {
    for (const status of ["None", ...machine.keys()]) {
      if (!accepts(`/components/schemas/${name}/properties/status`, status))
        yield `${name} cannot be ${status}.`;
    }
  }
};

function toPatch(values: Readonly<Record<string, string>>): object[] {
  return Object.entries(values).map(([property, value]) => ({ op: "replace", path: `/${property}`, value }));
}
