import type { Referral, ReferralPatch } from "@partner-referrals/types";

/** The same in every copy of this package, so that errors are recognized across bundles. */
const brand = Symbol.for("@partner-referrals/client");

/** What an error knows about the call that it came from. */
export interface ErrorDetails {
  /** The HTTP method. */
  readonly method?: string;
  /** The URL without the query, which may hold personal data. */
  readonly url?: string;
  /** The path of the URL, without the query. */
  readonly path?: string;
  /** The path as the contract has it, such as `/v1.0/engagements/referrals/{referralId}`. */
  readonly urlTemplate?: string | undefined;
  /** How often the request was sent. */
  readonly attempts?: number;
  /** The `client-request-id` that was sent; for the registration for events, the `MS-RequestId`. */
  readonly clientRequestId?: string;
  /** The HTTP status code of the response, if there was one. */
  readonly status?: number | undefined;
  /** The headers of the response, if there was one. Not logged. */
  readonly headers?: Headers | undefined;
  /** How long the service asked to wait before the next request, in milliseconds: its `Retry-After`. */
  readonly retryAfterMs?: number | undefined;
  /** Whether a change may have been executed all the same, by any of the attempts. Always false for reading. */
  readonly mayHaveExecuted?: boolean | undefined;
  /** Whether the body is not an error of this API, as when a gateway, proxy or firewall responded in its place. */
  readonly fromGateway?: boolean | undefined;
  /** The GUID that the service gave the request. Name it when you ask Microsoft for support. */
  readonly requestId?: string | undefined;
  /** The `code` of the error in the response. */
  readonly code?: string | undefined;
  /** The `code` of the innermost error in the response, the most specific one. */
  readonly innermostCode?: string | undefined;
  /** What the error in the response is about, such as the name of a property. */
  readonly target?: string | undefined;
  /** The body of the response, parsed if it is JSON. It may hold personal data. Not logged. */
  readonly body?: unknown;
  /** The error underneath. */
  readonly cause?: unknown;
}

/** The base class of all errors of this package. */
export class ReferralsError extends Error implements ErrorDetails {
  declare readonly method?: string;
  declare readonly url?: string;
  declare readonly path?: string;
  declare readonly urlTemplate?: string | undefined;
  declare readonly attempts?: number;
  declare readonly clientRequestId?: string;
  declare readonly status?: number | undefined;
  declare readonly headers?: Headers | undefined;
  declare readonly retryAfterMs?: number | undefined;
  declare readonly mayHaveExecuted?: boolean | undefined;
  declare readonly fromGateway?: boolean | undefined;
  declare readonly requestId?: string | undefined;
  declare readonly code?: string | undefined;
  declare readonly innermostCode?: string | undefined;
  declare readonly target?: string | undefined;
  declare readonly body?: unknown;
  override name = "ReferralsError";

  constructor(message: string, { body, headers, cause, ...details }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    for (const [name, value] of Object.entries(details)) {
      if (value !== undefined) Object.assign(this, { [name]: value });
    }
    // Not enumerable, so that logging the error does not log what customers wrote.
    Object.defineProperties(this, {
      body: { value: body },
      headers: { value: headers },
      [brand]: { value: true },
    });
  }
}

/**
 * Whether a caught value is an error of this package, also when it comes from another copy of it, where `instanceof`
 * fails.
 *
 * @example
 * if (isReferralsError(error)) console.log(error.status, error.innermostCode, error.requestId);
 */
export function isReferralsError(value: unknown): value is ReferralsError {
  return typeof value === "object" && value !== null && brand in value;
}

/** The service responded with an error. `status` and `code` say which; there are subclasses for the common ones. */
export class ReferralsApiError extends ReferralsError {
  declare readonly status: number;
  override name = "ReferralsApiError";
}

/** 400 or 422: the request breaks a rule of the resource. `target` says where. */
export class ReferralsBadRequestError extends ReferralsApiError {
  override name = "ReferralsBadRequestError";
}

/** 401: the access token is missing or not valid, even after asking for a new one. */
export class ReferralsAuthenticationError extends ReferralsApiError {
  override name = "ReferralsAuthenticationError";
}

/**
 * 401 with the code 900421: the user must sign in with multifactor authentication (MFA), and the token must say so.
 *
 * @see https://learn.microsoft.com/partner-center/security/partner-security-requirements-mandating-mfa
 */
export class ReferralsMfaRequiredError extends ReferralsAuthenticationError {
  override name = "ReferralsMfaRequiredError";
}

/** 403: the user or the app has no permission for this. */
export class ReferralsPermissionError extends ReferralsApiError {
  override name = "ReferralsPermissionError";
}

/** 404: your organization has no such referral. */
export class ReferralsNotFoundError extends ReferralsApiError {
  override name = "ReferralsNotFoundError";
}

/** 409: the request contradicts the current state of the referral. */
export class ReferralsConflictError extends ReferralsApiError {
  override name = "ReferralsConflictError";
}

/** 412: the referral has changed since it was read. Read it again and apply the change to that. */
export class ReferralsPreconditionFailedError extends ReferralsApiError {
  override name = "ReferralsPreconditionFailedError";
}

/** 429: too many requests, even after waiting as long as the service asked for. */
export class ReferralsRateLimitError extends ReferralsApiError {
  override name = "ReferralsRateLimitError";
}

/** 5xx: the service failed, is overloaded or down. */
export class ReferralsServerError extends ReferralsApiError {
  override name = "ReferralsServerError";
}

/** The response is not one that the contract allows: HTML, broken JSON, a redirect, a body of another shape. */
export class ReferralsUnexpectedResponseError extends ReferralsError {
  override name = "ReferralsUnexpectedResponseError";
}

/** The service could not be reached, or the connection broke. `cause` has the reason. */
export class ReferralsNetworkError extends ReferralsError {
  override name = "ReferralsNetworkError";
}

/** The service did not respond within `timeoutMs`. Whether the request was executed is unknown. */
export class ReferralsTimeoutError extends ReferralsError {
  override name = "ReferralsTimeoutError";
}

/** The `signal` of the call aborted it. `cause` is the reason of the signal. */
export class ReferralsAbortError extends ReferralsError {
  override name = "ReferralsAbortError";
}

/** There is no access token: its source failed, or returned nothing. Nothing was sent. */
export class ReferralsTokenError extends ReferralsError {
  override name = "ReferralsTokenError";
}

/** A change that the API does not allow, rejected before anything was sent. `target` is a JSON Pointer to it. */
export class ReferralsValidationError extends ReferralsError {
  override name = "ReferralsValidationError";
}

/**
 * The response to a change was lost, and someone else has changed the same properties, so that the referral does not tell
 * whether the change was executed. Compare `patch` with `current`, and decide.
 */
export class ReferralsUnknownOutcomeError extends ReferralsError {
  override name = "ReferralsUnknownOutcomeError";
  /** The change that was sent. Not enumerable, so that it is not logged. */
  declare readonly patch: ReferralPatch;
  /** The referral as it is now. Not enumerable, so that it is not logged. */
  declare readonly current: Referral;

  constructor(patch: ReferralPatch, current: Referral) {
    super(
      `Whether the change was executed is unknown: its response was lost, and someone else changed ${patch
        .map(({ path }) => path)
        .join(", ")}.`,
      { mayHaveExecuted: true },
    );
    Object.defineProperties(this, { patch: { value: patch }, current: { value: current } });
  }
}

/** What is known about a referral: at least its engagement. */
export type KnownReferral = Pick<Referral, "engagementId"> & Partial<Referral>;

/**
 * Of the two referrals of a shared deal, the first was created and the second one failed. `cause` says why, and `status` and
 * `code` are those of `cause`. Store `own`, or at least its `engagementId`, and call `createShared` again with it as
 * `resume`, also if `mayHaveExecuted` says that the second one may exist.
 */
export class ReferralsPartialShareError extends ReferralsError {
  override name = "ReferralsPartialShareError";
  readonly engagementId: string;
  /** Your referral. Not enumerable, so that logging the error does not log the customer. */
  declare readonly own: KnownReferral;

  constructor(own: KnownReferral, cause: unknown) {
    const isOurs = cause instanceof ReferralsError;
    const outcome = isOurs && !cause.mayHaveExecuted ? "could not be created" : "may not exist";
    const { message } = Object(cause);
    super(`The deal is not shared yet: your referral exists, the connected one ${outcome}. ${message}`, {
      ...(isOurs && { ...cause, headers: cause.headers, body: cause.body }),
      cause,
    });
    this.engagementId = own.engagementId;
    Object.defineProperty(this, "own", { value: own });
  }
}

/**
 * Another call is creating the referral, or has lost the response: whether it will exist is not known before
 * `retryAfterMs`. Call `createOnce` again then.
 */
export class ReferralsCreationPendingError extends ReferralsError {
  override name = "ReferralsCreationPendingError";
  declare readonly retryAfterMs: number;

  constructor(externalReferenceId: string, retryAfterMs: number) {
    const seconds = Math.ceil(retryAfterMs / 1000);
    super(`The creation of ${externalReferenceId} may still be under way. Try again in ${seconds} s.`, {
      retryAfterMs,
    });
  }
}
