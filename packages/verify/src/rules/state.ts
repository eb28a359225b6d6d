import {
  defaultStates,
  durationMs,
  expiresAfter,
  getByPointer,
  type JsonObject,
  type State,
  stateMachine,
} from "@partner-referrals/spec/model";
import type { Member, Referral } from "@partner-referrals/types";
import { isChange, isSuccess, patchOf } from "./kinds.ts";
import { decide, type Observation, type Rule, type SeenReferral } from "./rule.ts";

const dayMs = 86_400_000;

/** A rule that needs the state machine. */
function stateRule(
  rule: Omit<Rule, "start">,
  judge: (machine: ReadonlyMap<string, State>, ...args: Parameters<ReturnType<Rule["start"]>>) => void,
): Rule {
  return {
    ...rule,
    start(document) {
      const machine = stateMachine(document);
      return (observation, verdict) => judge(machine, observation, verdict);
    },
  };
}

export const stateRules: readonly Rule[] = [
  stateRule(
    {
      id: "status-pair",
      title: "The substatus of a referral is one of its status.",
      evidence: ["ReferralStatus", "ReferralSubstatus"],
    },
    (machine, { referrals }, verdict) => {
      for (const { status, substatus } of referrals) {
        const state = machine.get(String(status));
        if (state && substatus !== undefined)
          decide(verdict, state.substatuses.includes(String(substatus)), "a substatus of another status");
      }
    },
  ),
  stateRule(
    {
      id: "transition",
      title: "The status of a referral changes only along the state machine.",
      evidence: ["ReferralStatus"],
    },
    (machine, { referrals, before }, verdict) => {
      for (const { id, status } of referrals) {
        const earlier = machine.get(String(before(id)?.referral.status));
        const now = String(status);
        if (earlier && machine.has(now))
          decide(verdict, earlier.transitions.includes(now), `a change to ${now} that is not allowed`);
      }
    },
  ),
  stateRule(
    {
      id: "forbidden-transition",
      title: "A change to a status that may not follow is rejected.",
      evidence: ["updateReferral", "ReferralStatus"],
    },
    (machine, observation, verdict) => {
      const state = stateBefore(machine, observation);
      const wanted = requestedStatus(observation);
      if (!state || state.isTerminal || wanted === undefined || !machine.has(wanted)) return;
      if (!state.transitions.includes(wanted))
        decide(verdict, !isSuccess(observation), `${observation.status}`);
    },
  ),
  stateRule(
    {
      id: "terminal",
      title: "A closed referral rejects changes.",
      evidence: ["updateReferral", "responses/Conflict"],
    },
    (machine, observation, verdict) => {
      if (!isChange(observation) || !stateBefore(machine, observation)?.isTerminal) return;
      // A won deal takes registrations.
      const isRegistration = patchOf(observation).some(({ path }) => path.startsWith("/registrations"));
      if (!isRegistration) decide(verdict, !isSuccess(observation), `${observation.status}`);
    },
  ),
  {
    id: "expiry",
    title: "A referral that waits for its receiver expires when the contract says.",
    evidence: ["Referral.expirationDateTime"],
    start(document) {
      const waiting = defaultStates(document).get("received");
      const due = durationMs(expiresAfter(document));
      return ({ referrals }, verdict) => {
        for (const { status, substatus, createdDateTime, expirationDateTime } of referrals) {
          if (status !== waiting?.status || substatus !== waiting?.substatus) continue;
          if (typeof expirationDateTime !== "string") continue;
          const left = Date.parse(expirationDateTime) - Date.parse(String(createdDateTime));
          // Samples show midnight, the text counts days.
          if (!Number.isNaN(left))
            decide(verdict, Math.abs(left - due) <= dayMs, `${(left / dayMs).toFixed(1)} days`);
        }
      };
    },
  },
  {
    id: "expired-contacts",
    title: "An expired lead no longer shows the customer's contacts.",
    evidence: ["ReferralSubstatus"],
    start(document) {
      const expired = defaultStates(document).get("expired");
      return ({ referrals }, verdict) => {
        for (const referral of referrals) {
          if (referral.substatus !== expired?.substatus || referral.direction !== "Incoming") continue;
          const contacts = contactsOf(referral);
          if (contacts.length > 0) decide(verdict, contacts.every(isBlank), "contact data");
        }
      };
    },
  },
];

function stateBefore(
  machine: ReadonlyMap<string, State>,
  { before, referralId }: Observation,
): State | undefined {
  return machine.get(String(before(referralId)?.referral.status));
}

function requestedStatus(observation: Observation): string | undefined {
  if (!isChange(observation)) return undefined;
  const status: keyof Referral = "status";
  const patched = patchOf(observation).find(({ path }) => path === `/${status}`)?.value;
  const wanted = patched ?? getByPointer(observation.sent, `/${status}`);
  return typeof wanted === "string" ? wanted : undefined;
}

function contactsOf({ customerProfile }: SeenReferral): JsonObject[] {
  const team = getByPointer(customerProfile, "/team");
  return Array.isArray(team) ? team : [];
}

function isBlank(contact: JsonObject): boolean {
  const personal: readonly (keyof Member)[] = ["firstName", "lastName", "email", "phoneNumber"];
  return personal.every(
    (name) => contact[name] === undefined || contact[name] === null || contact[name] === "",
  );
}
