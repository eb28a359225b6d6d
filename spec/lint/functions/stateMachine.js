/** Checks `x-state-machine` of `ReferralStatus` against the two enums. */
export default function stateMachine(schemas) {
  // The registration for events has no statuses.
  if (!schemas?.ReferralStatus) return [];
  const machine = schemas?.ReferralStatus?.["x-state-machine"];
  if (!machine) return [{ message: "ReferralStatus has no x-state-machine." }];
  const statuses = schemas.ReferralStatus.enum;
  const substatuses = schemas.ReferralSubstatus.enum;
  const problems = [];
  const seen = new Map([["None", "no status"]]);
  for (const [status, state] of Object.entries(machine)) {
    if (!statuses.includes(status)) problems.push(`${status} is not a ReferralStatus.`);
    if (!Array.isArray(state.transitions) || !Array.isArray(state.substatuses)) {
      problems.push(`${status} needs transitions and substatuses.`);
      continue;
    }
    for (const next of state.transitions) {
      if (!(next in machine)) problems.push(`${status} leads to ${next}, which has no entry.`);
      if (state.final && next !== status) problems.push(`${status} is final but leads to ${next}.`);
    }
    for (const substatus of state.substatuses) {
      if (!substatuses.includes(substatus)) problems.push(`${substatus} is not a ReferralSubstatus.`);
      if (seen.has(substatus))
        problems.push(`${substatus} belongs to ${seen.get(substatus)} and to ${status}.`);
      seen.set(substatus, status);
    }
  }
  for (const status of statuses) {
    if (status !== "None" && !(status in machine))
      problems.push(`${status} has no entry in x-state-machine.`);
  }
  for (const substatus of substatuses) {
    if (!seen.has(substatus)) problems.push(`${substatus} belongs to no status.`);
  }
  return problems.map((message) => ({
    message,
    path: ["components", "schemas", "ReferralStatus", "x-state-machine"],
  }));
}
