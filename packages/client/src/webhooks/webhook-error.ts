import { ReferralsError } from "../errors.ts";

/** Which check a delivery failed. */
export type WebhookErrorCode =
  /** A required header is missing; `target` names it. */
  | "missing-header"
  /** The signature is not base64 after the scheme `Signature`. */
  | "malformed-signature"
  /** The signature algorithm is not a documented one. */
  | "unsupported-algorithm"
  /** The URL of the certificate is malformed, not `https`, or on a host that is not allowed. Nothing was fetched. */
  | "certificate-url-not-allowed"
  /** The certificate could not be fetched, or is too large. Usually temporary. */
  | "unavailable-certificate"
  /** The fetched file is not a certificate. */
  | "malformed-certificate"
  /** The certificate is not yet valid, or has expired. */
  | "expired-certificate"
  /** No chain leads from the certificate to a trusted root. */
  | "untrusted-certificate"
  /** The certificate was issued to another organization. */
  | "certificate-subject-mismatch"
  /** The signature does not match the body and the certificate. */
  | "invalid-signature"
  /** The body is larger than any event. */
  | "body-too-large"
  /** The body is not an event. */
  | "malformed-event"
  /** The event is older than `maxAgeMs`, or as far in the future. */
  | "stale-event";

/** A delivery that could not be verified as an event of Partner Center. `code` says which check failed. */
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
