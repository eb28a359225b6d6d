import { isChange, isOperation, isRejected, isSuccess } from "./kinds.ts";
import { decide, type Rule, statelessRule } from "./rule.ts";

const ifMatch = "if-match";

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
  statelessRule({
    id: "stale-etag",
    title: "A change with the ETag of an older version is rejected with 412.",
    evidence: ["updateReferral", "responses/PreconditionFailed"],
    judge(observation, verdict) {
      const sent = observation.exchange.request.headers.get(ifMatch);
      const known = observation.before(observation.referralId)?.etag;
      if (
        !isChange(observation) ||
        sent === undefined ||
        sent === "*" ||
        known === undefined ||
        sent === known
      )
        return;
      if (isSuccess(observation)) verdict.contradict(`${observation.status}`);
      else if (observation.status === 412) verdict.confirm();
    },
  }),
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
