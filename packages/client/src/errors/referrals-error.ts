/** The same in every copy of this package, so that errors are recognized across bundles. */
export const brand = Symbol.for("@partner-referrals/client");

/** What an error knows of the call that it came from. */
export interface ErrorDetails {
  /** The HTTP method. */
  readonly method?: string;
  /** The path of the URL, without the query: that may hold personal data. */
  readonly path?: string;
  /** How often the call was sent. */
  readonly attempts?: number;
  /** The `client-request-id` that was sent; in calls about the registration for events, the `MS-RequestId`. */
  readonly clientRequestId?: string;
  /** The HTTP status of the answer, if there was one. */
  readonly status?: number | undefined;
  /** The GUID that the service gave the call. Name it when you ask Microsoft for support. */
  readonly requestId?: string | undefined;
  /** The `code` of the error in the answer. */
  readonly code?: string | undefined;
  /** The `code` of the innermost error in the answer, the most specific one. */
  readonly innermostCode?: string | undefined;
  /** What the error in the answer is about, such as the name of a property. */
  readonly target?: string | undefined;
  /** The answer's body, parsed. It may hold personal data. */
  readonly body?: unknown;
  /** What went wrong underneath. */
  readonly cause?: unknown;
}

/** The base of all errors of this package. */
export class ReferralsError extends Error implements ErrorDetails {
  declare readonly method?: string;
  declare readonly path?: string;
  declare readonly attempts?: number;
  declare readonly clientRequestId?: string;
  declare readonly status?: number | undefined;
  declare readonly requestId?: string | undefined;
  declare readonly code?: string | undefined;
  declare readonly innermostCode?: string | undefined;
  declare readonly target?: string | undefined;
  declare readonly body?: unknown;
  override name = "ReferralsError";

  constructor(message: string, { body, cause, ...details }: ErrorDetails = {}) {
    super(message, { cause });
    Object.assign(this, details);
    // Not enumerable, so that logging the error does not log what customers wrote.
    Object.defineProperties(this, { body: { value: body }, [brand]: { value: true } });
  }
}
