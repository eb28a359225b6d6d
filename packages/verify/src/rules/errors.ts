import { getIn } from "@partner-referrals/spec/model";
import { isSuccess } from "./kinds.ts";
import { decide, type Rule, statelessRule } from "./rule.ts";

export const errorRules: readonly Rule[] = [
  statelessRule({
    id: "error-shape",
    title: "Every error has a code and a message, in the shape that the contract gives errors.",
    evidence: ["ErrorResponse"],
    judge({ status, received, exchange }, verdict) {
      if (status < 400 || exchange.request.method === "HEAD" || !exchange.response.isBodyKnown) return;
      const { code, message } = (getIn(received, "error") ?? {}) as { code?: unknown; message?: unknown };
      decide(
        verdict,
        typeof code === "string" && typeof message === "string",
        "a body of another shape, or none",
      );
    },
  }),
  statelessRule({
    id: "token",
    title: "A request without a token is rejected with 401.",
    evidence: ["responses/Unauthorized"],
    judge({ exchange, status }, verdict) {
      if (!exchange.request.headers.has("authorization") && status < 500)
        decide(verdict, status === 401 || status === 404 || status === 405, `${status}`);
    },
  }),
  statelessRule({
    id: "request-id-echo",
    title: "The response repeats the client-request-id of the request.",
    evidence: ["parameters/ClientRequestId", "headers/ClientRequestId"],
    judge(observation, verdict) {
      const name = "client-request-id";
      const { request, response } = observation.exchange;
      const sent = request.headers.get(name);
      const found = response.headers.get(name);
      // Neither the registration for events nor a gateway repeats it.
      if (sent === undefined || found === undefined) return;
      decide(verdict, found.toLowerCase() === sent.toLowerCase(), "another id");
    },
  }),
  statelessRule({
    id: "retry-after",
    title: "429 and 503 say when to try again.",
    evidence: ["headers/RetryAfter"],
    judge({ status, exchange }, verdict) {
      if (status === 429 || status === 503)
        decide(verdict, exchange.response.headers.has("retry-after"), "no Retry-After");
    },
  }),
  statelessRule({
    id: "request-id",
    title: "A response has an id that support can find it by.",
    evidence: ["headers/RequestId", "headers/MsRequestId"],
    judge(observation, verdict) {
      const { headers } = observation.exchange.response;
      if (isSuccess(observation))
        decide(
          verdict,
          headers.has("request-id") || headers.has("ms-requestid"),
          "neither request-id nor MS-RequestId",
        );
    },
  }),
];
