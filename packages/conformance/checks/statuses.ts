import { readCases } from "../contract/cases.ts";
import type { Check } from "./check.ts";

const cases = readCases<Record<string, { becomes: string[]; with: string[] }>>("statuses.yaml");
const statuses = Object.keys(cases);
const substatuses = Object.values(cases).flatMap((one) => one.with);

/** A request may set a status with its own substatuses only; the table says what may follow what. */
export const statusTable: Check = function* ({ contract, fits, names }) {
  if (names.has("ReferralStatus")) {
    yield* checkTransitions(contract.components.schemas.ReferralStatus?.["x-state-machine"]);
  }
  const request = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
  for (const name of ["ReferralCreate", "ReferralReplace", "ReferralPatch"].filter((one) => names.has(one))) {
    const takes = (status: string | undefined, substatus: string) =>
      fits(
        `/components/schemas/${name}`,
        name === "ReferralPatch" ? toPatch({ status, substatus }) : { ...request, status, substatus },
      );
    for (const status of statuses) {
      for (const substatus of [...substatuses, "None"]) {
        const isPair = cases[status]?.with.includes(substatus) ?? false;
        if (takes(status, substatus) !== isPair) {
          yield `${name} ${isPair ? "refuses" : "takes"} ${status} with ${substatus}.`;
        }
      }
    }
    if (takes("None", "None")) yield `${name} takes the status None.`;
  }
  // What the service answers is not held against the table: a client should be able to read it all the same.
  for (const name of ["Referral", "ReferralListItem"].filter((one) => names.has(one))) {
    for (const status of ["None", ...statuses]) {
      if (!fits(`/components/schemas/${name}/properties/status`, status))
        yield `${name} cannot be ${status}.`;
    }
  }
};

function toPatch(values: Record<string, string | undefined>): object[] {
  return Object.entries(values).map(([property, value]) => ({ op: "replace", path: `/${property}`, value }));
}

function* checkTransitions(table: unknown): Generator<string> {
  // A cast, because the extension is ours; the lint rule `state-machine` checks its shape.
  const machine = (table ?? {}) as Record<string, { transitions?: string[]; final?: boolean }>;
  for (const [status, { becomes }] of Object.entries(cases)) {
    const { transitions = [], final = false } = machine[status] ?? {};
    for (const next of statuses) {
      if (transitions.includes(next) !== becomes.includes(next)) {
        yield `${status} ${transitions.includes(next) ? "may" : "cannot"} become ${next}.`;
      }
    }
    if (final !== becomes.every((next) => next === status)) {
      yield `${status} is ${final ? "" : "not "}said to be final.`;
    }
  }
}
