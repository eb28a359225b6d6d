import {
  type WebhookEventNames,
  type WebhookRegistration,
  type WebhookRegistrationCreate,
  type WebhookTest,
  type WebhookTestResult,
  webhookServerUrl,
  webhookTokenScope,
} from "@partner-referrals/types";
import type { CallOptions, ReferralsClientOptions } from "../options.ts";
import { createTransport } from "../transport/transport.ts";

/** The registration for events. An organization has one, for all events of Partner Center. */
export interface WebhookClient {
  /** Returns the names of all events that the organization may register for. */
  listEventNames(options?: CallOptions): Promise<WebhookEventNames>;

  /**
   * Returns the registration.
   *
   * @throws ReferralsNotFoundError if there is none.
   */
  get(options?: CallOptions): Promise<WebhookRegistration>;

  /**
   * Registers a URL for events.
   *
   * @throws ReferralsConflictError if there is a registration; `update` changes it.
   * @example
   * await webhooks.register({
   *   WebhookUrl: "https://hooks.proseware.example/partner-center",
   *   WebhookEvents: [...referralEventNameValues, "test-created"],
   * });
   */
  register(registration: WebhookRegistrationCreate, options?: CallOptions): Promise<WebhookRegistration>;

  /** Replaces the URL and the events of the registration. Events that are left out are no longer sent. */
  update(registration: WebhookRegistrationCreate, options?: CallOptions): Promise<WebhookRegistration>;

  /** Has a `test-created` event sent to the registered URL, which must be registered for it. At most twice a minute. */
  sendTestEvent(options?: CallOptions): Promise<WebhookTest>;

  /** Returns how a test went, up to seven days later. */
  getTestResult(correlationId: string, options?: CallOptions): Promise<WebhookTestResult>;
}

/**
 * Creates a client for the registration for events. It talks to Partner Center itself, with access tokens for that: those
 * for the referrals API are not valid there. A credential is asked for the right ones.
 *
 * @example
 * const webhooks = createWebhookClient({ token: new ClientSecretCredential(tenantId, clientId, clientSecret) });
 * const { correlationId } = await webhooks.sendTestEvent();
 * console.log(await webhooks.getTestResult(correlationId));
 */
export function createWebhookClient(options: ReferralsClientOptions): WebhookClient {
  const { call } = createTransport(options, {
    serverUrl: webhookServerUrl,
    tokenScope: webhookTokenScope,
    idHeaders: ["ms-requestid", "ms-correlationid"],
  });
  const registration = "/webhooks/v1/registration";
  const tests = `${registration}/validationEvents` as const;
  const url = "WebhookUrl";
  return {
    // The body is an array; its length tells it from an object.
    listEventNames: (options) => call("GET", `${registration}/events`, {}, options, "length"),
    get: (options) => call("GET", registration, {}, options, url),
    register: (body, options) => call("POST", registration, { body }, options, url),
    // Replacing it twice is replacing it once.
    update: (body, options) => call("PUT", registration, { body }, { retryable: true, ...options }, url),
    sendTestEvent: (options) => call("POST", tests, {}, options, "correlationId"),
    getTestResult: (correlationId, options) =>
      call("GET", `${tests}/{correlationId}`, { path: { correlationId } }, options, "status"),
  };
}
