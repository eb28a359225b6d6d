import {
  type WebhookEventNames,
  type WebhookRegistration,
  type WebhookRegistrationCreate,
  type WebhookTest,
  type WebhookTestResult,
  webhookServerUrl,
  webhookTokenScope,
} from "@partner-referrals/types";
import { createCaller } from "../caller.ts";
import { checkId } from "../input.ts";
import type { CallOptions, ReferralsClientOptions, TokenSource } from "../options.ts";

/** The registration for events. An organization has one, for all events of Partner Center. */
export interface WebhookClient {
  /** Returns the names of all events that the organization may register for. */
  events(options?: CallOptions): Promise<WebhookEventNames>;

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
  test(options?: CallOptions): Promise<WebhookTest>;

  /** Returns how a test went, up to seven days later. */
  testResult(correlationId: string, options?: CallOptions): Promise<WebhookTestResult>;
}

/**
 * Creates a client for the registration for events. It talks to Partner Center itself, with access tokens for that: those
 * for the referrals API are not valid there. A credential is asked for the right ones.
 *
 * @example
 * const webhooks = createWebhookClient({ token: new ClientSecretCredential(tenantId, clientId, clientSecret) });
 * const { correlationId } = await webhooks.test();
 * console.log(await webhooks.testResult(correlationId));
 */
export function createWebhookClient(options: ReferralsClientOptions): WebhookClient {
  const { call, raw } = createCaller({
    ...options,
    baseUrl: options.baseUrl ?? webhookServerUrl,
    token: withScope(options.token),
    onRequest(request) {
      const { headers, clientRequestId } = request;
      headers.delete("client-request-id");
      for (const name of ["ms-requestid", "ms-correlationid"]) headers.set(name, clientRequestId);
      options.onRequest?.(request);
    },
  });
  const registration = "/webhooks/v1/registration";
  const tests = `${registration}/validationEvents` as const;
  const url = "WebhookUrl";
  return {
    // The answer is an array; that it has a length tells it from an object.
    events: (options) => call((init) => raw.GET(`${registration}/events`, init), options, "length"),
    get: (options) => call((init) => raw.GET(registration, init), options, url),
    register: (body, options) => call((init) => raw.POST(registration, { ...init, body }), options, url),
    // Replacing it twice is replacing it once.
    update: (body, options) =>
      call((init) => raw.PUT(registration, { ...init, body }), { repeatable: true, ...options }, url),
    test: (options) => call((init) => raw.POST(tests, init), options, "correlationId"),
    testResult: (id, options) =>
      call(
        (init) =>
          raw.GET(`${tests}/{correlationId}`, { ...init, params: { path: { correlationId: checkId(id) } } }),
        options,
        "status",
      ),
  };
}

/** A credential that asks for tokens for Partner Center, whatever it is asked for. */
function withScope(token: TokenSource): TokenSource {
  return typeof token === "object" ? { getToken: () => token.getToken(webhookTokenScope) } : token;
}
