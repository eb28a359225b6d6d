import { ReferralsError } from "../errors/referrals-error.ts";

/** Which check a delivery failed. */
export type WebhookErrorCode =
  /** A header that is needed is absent; `target` names it. */
  | "missing-header"
  /** The signature is not `Signature` and base64. */
  | "malformed-signature"
  /** The signature is of another kind than the documented one. */
  | "unknown-algorithm"
  /** The certificate's URL is none, not `https`, or of a host that is not allowed. It was not fetched. */
  | "forbidden-certificate-url"
  /** The certificate could not be fetched, or is too large. This may pass. */
  | "unavailable-certificate"
  /** What was fetched is not a certificate. */
  | "malformed-certificate"
  /** The certificate is not valid yet, or no longer. */
  | "expired-certificate"
  /** None of the trusted roots vouches for the certificate. */
  | "untrusted-certificate"
  /** The certificate was issued to somebody else. */
  | "foreign-certificate"
  /** The signature is not one of this body by this certificate. */
  | "wrong-signature"
  /** The body is larger than any event. */
  | "oversized-body"
  /** The body is not an event. */
  | "malformed-event"
  /** The event is older than `maxAgeMs`. */
  | "stale-event";

/** A delivery that is not an event of Partner Center, or could not be shown to be. `code` says which check it failed. */
export class ReferralsWebhookError extends ReferralsError {
  declare readonly code: WebhookErrorCode;
  override name = "ReferralsWebhookError";

  constructor(
    code: WebhookErrorCode,
    message: string,
    details: { readonly target?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { ...details, code });
  }
}
