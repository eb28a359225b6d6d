/** What a program should do about an error. The contract says what a status means, not what follows from it. */

export interface ErrorAdvice {
  readonly action: string;
  /** The class that the client throws. */
  readonly errorClass: string;
}

const adviceByStatus: Readonly<Record<string, ErrorAdvice>> = {
  400: {
    errorClass: "ReferralsBadRequestError",
    action: "Correct the request; `error.target` says where the error is. Don't retry it unchanged.",
  },
  401: {
    errorClass: "ReferralsAuthenticationError",
    action: "Get a new token and retry once. If that fails too, check the token's audience.",
  },
  403: {
    errorClass: "ReferralsPermissionError",
    action:
      "Don't retry. An administrator must change the access: a role, an App+User token or a policy is missing.",
  },
  404: {
    errorClass: "ReferralsNotFoundError",
    action: "Check the id. You can't read the other organization's referral of a shared deal.",
  },
  405: {
    errorClass: "ReferralsApiError",
    action: "Correct the method. A wrong path often shows up like this.",
  },
  406: { errorClass: "ReferralsApiError", action: "Send `Accept: application/json`, or no `Accept` header." },
  409: {
    errorClass: "ReferralsConflictError",
    action:
      "Read the resource. If the referral is closed, discard the change; if a registration exists, update it.",
  },
  412: {
    errorClass: "ReferralsPreconditionFailedError",
    action: "Read the referral again, apply your change to the new version, and send it with the new ETag.",
  },
  415: {
    errorClass: "ReferralsApiError",
    action: "Send `Content-Type: application/json`, also for a JSON Patch.",
  },
  422: {
    errorClass: "ReferralsBadRequestError",
    action:
      "Check the status table: the transition isn't allowed, or a patch replaces a value that doesn't exist.",
  },
  429: {
    errorClass: "ReferralsRateLimitError",
    action: "Wait for `Retry-After` seconds, then retry. Send fewer requests at once.",
  },
  500: {
    errorClass: "ReferralsServerError",
    action:
      "Retry later with the same `client-request-id`. Before you retry a create, check whether it succeeded.",
  },
  503: { errorClass: "ReferralsServerError", action: "Wait for `Retry-After` seconds, then retry." },
};

const unknownStatus: ErrorAdvice = {
  errorClass: "ReferralsApiError",
  action: "Go by the first digit: correct the request after 4xx, retry later after 5xx.",
};

/** The advice for a status code, by its own number or in general. */
export function adviceFor(status: string): ErrorAdvice {
  return adviceByStatus[status] ?? unknownStatus;
}
