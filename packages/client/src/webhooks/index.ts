/**
 * Events of Partner Center: verifying and reading deliveries, and registering for them.
 *
 * @module
 */
export {
  parseWebhook,
  type ReferralChangedEvent,
  type UnrelatedEvent,
  type WebhookEvent,
} from "./event.ts";
export type {
  CertificateSource,
  VerifyWebhookOptions,
  WebhookHeaders,
  WebhookRequest,
} from "./options.ts";
export { createWebhookClient, type WebhookClient } from "./registration.ts";
export { verifyWebhook } from "./verify.ts";
export { ReferralsWebhookError, type WebhookErrorCode } from "./webhook-error.ts";
