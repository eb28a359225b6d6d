import {
  defaultStates,
  getByPointer,
  immutablePaths,
  isObject,
  readOnlyPaths,
} from "@partner-referrals/spec/model";
import type { Referral } from "@partner-referrals/types";
import { overlaps } from "../exchange.ts";
import { isOperation, isRejected, isSuccess, patchOf } from "./kinds.ts";
import { decide, type Rule, statelessRule } from "./rule.ts";

/** What the service sets once. */
const identity = [
  "engagementId",
  "organizationId",
  "createdDateTime",
] as const satisfies readonly (keyof Referral)[];

interface Patched {
  readonly endedAt: number | undefined;
  readonly replaced: ReturnType<typeof patchOf>;
}

export const referralRules: readonly Rule[] = [
  statelessRule({
    id: "identity",
    title: "Engagement, organization and time of creation of a referral never change.",
    evidence: identity.map((name) => `Referral.${name}`),
    judge({ referrals, before }, verdict) {
      for (const referral of referrals) {
        const earlier = before(referral.id)?.referral;
        if (!earlier) continue;
        const changed = identity.filter(
          (name) =>
            earlier[name] !== undefined && referral[name] !== undefined && earlier[name] !== referral[name],
        );
        decide(verdict, changed.length === 0, `another ${changed.join(", ")}`);
      }
    },
  }),
  statelessRule({
    id: "updated-time",
    title: "The time of the last change never goes back, and is not before that of the creation.",
    evidence: ["Referral.updatedDateTime"],
    judge({ referrals, before }, verdict) {
      for (const { id, createdDateTime, updatedDateTime } of referrals) {
        const [created, updated] = [Date.parse(String(createdDateTime)), Date.parse(String(updatedDateTime))];
        const earlier = Date.parse(String(before(id)?.referral.updatedDateTime));
        if (!Number.isNaN(created) && !Number.isNaN(updated))
          decide(verdict, updated >= created && !(updated < earlier), "an earlier time");
      }
    },
  }),
  {
    id: "read-only",
    title: "A patch of what only the service sets, or of what is immutable, is rejected.",
    evidence: ["ReferralPatchOperation.path"],
    start(document) {
      const closed = [...readOnlyPaths(document, "Referral"), ...immutablePaths(document, "Referral")]
        // A patch adds registrations all the same.
        .filter((path) => !path.startsWith("/registrations"));
      return (observation, verdict) => {
        if (!isOperation(observation, "updateReferral")) return;
        const isClosed = (path: string) => closed.some((one) => path === one || path.startsWith(`${one}/`));
        if (patchOf(observation).some(({ path }) => isClosed(path)))
          decide(verdict, isRejected(observation), `${observation.status}`);
      };
    },
  },
  statelessRule({
    id: "patch-applied",
    title: "After a patch, what it replaced has the value that was sent.",
    evidence: ["updateReferral"],
    judge(observation, verdict) {
      const [after] = observation.referrals;
      if (!isOperation(observation, "updateReferral") || !isSuccess(observation) || !after) return;
      const replaced = patchOf(observation).filter(({ op, value }) => op === "replace" && isScalar(value));
      const lost = replaced.filter(({ path, value }) => !isSame(getByPointer(after, path), value));
      if (replaced.length > 0)
        decide(verdict, lost.length === 0, `${lost.length} of ${replaced.length} values are lost`);
    },
  }),
  {
    id: "patch-kept",
    title: "What a patch replaced is still there when the referral is read again.",
    evidence: ["updateReferral", "getReferral"],
    start() {
      const patched = new Map<string, Patched>();
      return (observation, verdict) => {
        const { referralId = "", exchange } = observation;
        const earlier = patched.get(referralId);
        if (overlaps(exchange, earlier?.endedAt)) patched.delete(referralId);
        else if (isOperation(observation, "updateReferral") && isSuccess(observation))
          patched.set(referralId, {
            endedAt: exchange.endedAt,
            replaced: patchOf(observation).filter(({ op, value }) => op === "replace" && isScalar(value)),
          });
        else if (isOperation(observation, "replaceReferral", "updatePreviewReferral"))
          patched.delete(referralId);
        else if (isOperation(observation, "getReferral") && isSuccess(observation)) {
          const [after] = observation.referrals;
          const lost = earlier?.replaced.filter(
            ({ path, value }) => !isSame(getByPointer(after, path), value),
          );
          if (lost) decide(verdict, lost.length === 0, `${lost.length} values are lost`);
          patched.delete(referralId);
        }
        if (patched.size > 1000) patched.clear();
      };
    },
  },
  statelessRule({
    id: "created-as-sent",
    title: "A new referral has the name, type and customer that were sent.",
    evidence: ["createReferral"],
    judge(observation, verdict) {
      const [created] = observation.referrals;
      const { sent } = observation;
      if (
        !isOperation(observation, "createReferral") ||
        !isSuccess(observation) ||
        !created ||
        !isObject(sent)
      )
        return;
      const compared: readonly (keyof Referral)[] = ["type", "name", "externalReferenceId", "mpnId"];
      const pointers = [...compared.map((name) => `/${name}`), "/customerProfile/name"];
      const lost = pointers.filter((pointer) => {
        const value = getByPointer(sent, pointer);
        return value !== undefined && value !== null && !isSame(getByPointer(created, pointer), value);
      });
      decide(verdict, lost.length === 0, `another ${lost.join(", ")}`);
    },
  }),
  {
    id: "initial-status",
    title: "A new referral has the status that was sent, else that of a new one.",
    evidence: ["createReferral", "ReferralStatus"],
    start(document) {
      const states = defaultStates(document);
      return (observation, verdict) => {
        const [created] = observation.referrals;
        if (!isOperation(observation, "createReferral") || !isSuccess(observation) || !created) return;
        const { sent } = observation;
        const isConnected = getByPointer(sent, "/engagementId") !== undefined;
        const wanted = getByPointer(sent, "/status");
        const { status } = states.get(isConnected ? "received" : "created") ?? {};
        decide(verdict, created.status === status || created.status === wanted, `${String(created.status)}`);
      };
    },
  },
  statelessRule({
    id: "connected-engagement",
    title: "A connected referral belongs to the engagement that was sent.",
    evidence: ["createReferral", "Referral.engagementId"],
    judge(observation, verdict) {
      const wanted = getByPointer(observation.sent, "/engagementId");
      const [created] = observation.referrals;
      if (!isOperation(observation, "createReferral") || !isSuccess(observation)) return;
      if (typeof wanted === "string" && created)
        decide(
          verdict,
          String(created.engagementId).toLowerCase() === wanted.toLowerCase(),
          "another engagement",
        );
    },
  }),
  statelessRule({
    id: "own-id",
    title: "A referral that is read by its id has that id.",
    evidence: ["getReferral", "Referral.id"],
    judge(observation, verdict) {
      const [referral] = observation.referrals;
      if (!isOperation(observation, "getReferral") || !isSuccess(observation) || !referral) return;
      decide(verdict, String(referral.id).toLowerCase() === observation.referralId, "another id");
    },
  }),
];

function isScalar(value: unknown): boolean {
  return value !== undefined && (typeof value !== "object" || value === null);
}

/** Numbers may be sent as text; times may come back in another notation. */
function isSame(found: unknown, sent: unknown): boolean {
  if (found === sent || String(found) === String(sent)) return true;
  const time = Date.parse(String(sent));
  return typeof sent === "string" && !Number.isNaN(time) && Date.parse(String(found)) === time;
}
