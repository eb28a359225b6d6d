import { isChange, isOperation, isRejected, isSuccess } from "./kinds.ts";
import { decide, type Rule, statelessRule } from "./rule.ts";

const ifMatch = "if-match";

/** Referrals whose older ETags are remembered. */
const maxRemembered = 10_000;

export const concurrencyRules: readonly Rule[] = [
  statelessRule({
    id: "etag-header",
    title: "A response with one referral carries its ETag as a header, equal to the property.",
    evidence: ["headers/ETag", "Referral.eTag"],
    judge(observation, verdict) {
      if (!isSuccess(observation) || isOperation(observation, "listReferrals")) return;
      const [referral] = observation.referrals;
      if (typeof referral?.eTag !== "string") return;
      const header = observation.exchange.response.headers.get("etag");
      decide(
        verdict,
        header === referral.eTag,
        header === undefined ? "no ETag header" : "two different ETags",
      );
    },
  }),
  {
    id: "stale-etag",
    title: "A change with the ETag of an older version is rejected with 412.",
    evidence: ["updateReferral", "responses/PreconditionFailed"],
    start() {
      // By referral, the ETags that a change has replaced: those that were sent with one that succeeded.
      const replaced = new Map<string, Set<string>>();
      return (observation, verdict) => {
        const { referralId, exchange, status } = observation;
        const sent = exchange.request.headers.get(ifMatch);
        if (!isChange(observation) || referralId === undefined || sent === undefined || sent === "*") return;
        const older = replaced.get(referralId) ?? new Set();
        if (older.has(sent)) {
          if (isSuccess(observation)) verdict.contradict(`${status}`);
          else if (status === 412) verdict.confirm();
        }
        if (!isSuccess(observation)) return;
        if (replaced.size >= maxRemembered) replaced.clear();
        replaced.set(referralId, older.add(sent));
      };
    },
  },
  statelessRule({
    id: "new-etag",
    title: "Every change gives a referral an ETag that it did not have before.",
    evidence: ["headers/ETag"],
    judge(observation, verdict) {
      const before = observation.before(observation.referralId);
      const [after] = observation.referrals;
      if (!isChange(observation) || !isSuccess(observation)) return;
      if (before?.etag === undefined || after?.eTag === undefined) return;
      decide(verdict, after.eTag !== before.etag, "the same ETag");
    },
  }),
  statelessRule({
    id: "put-needs-etag",
    title: "A replacement without If-Match is rejected.",
    evidence: ["replaceReferral", "parameters/RequiredIfMatch"],
    judge(observation, verdict) {
      if (!isOperation(observation, "replaceReferral") || observation.exchange.request.headers.has(ifMatch))
        return;
      if (observation.status < 500) decide(verdict, isRejected(observation), `${observation.status}`);
    },
  }),
];
