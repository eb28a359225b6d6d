/**
 * Events of Partner Center: checking and reading those that it delivers, and registering for them.
 *
 * @module
 */
export {
  type OtherEvent,
  parseWebhook,
  type ReferralChange,
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
