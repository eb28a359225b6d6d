import type { ReferralsError } from "./errors.ts";

/** An access token with the time it expires, in milliseconds since 1970. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** Anything that gets access tokens, such as a credential of `@azure/identity`. */
export interface TokenCredential {
  getToken(scope: string): Promise<AccessToken | null>;
}

/** A fixed token, a function that returns one for each attempt, or a credential whose tokens are cached until they expire. */
export type TokenSource = string | (() => string | Promise<string>) | TokenCredential;

/** What all hooks know about the request. */
export interface RequestInfoForHooks {
  /** The same object in all hooks of one call, for use as the key of a `WeakMap`. */
  readonly call: object;
  readonly method: string;
  /** The URL without the query, which may hold personal data. */
  readonly url: string;
  /** The path of the URL, without the query. */
  readonly path: string;
  /** The path as the contract has it, such as `/v1.0/engagements/referrals/{referralId}`. */
  readonly urlTemplate: string | undefined;
  readonly clientRequestId: string;
  /** How often the request was sent, this attempt included. */
  readonly attempts: number;
  /** Whether a change may have been executed by an attempt before. Always false for reading. */
  readonly mayHaveExecuted: boolean;
}

/** A request that is about to be sent. Headers may be added; the access token is not among them. */
export interface RequestHookInfo extends RequestInfoForHooks {
  readonly headers: Headers;
}

/** A response whose headers have arrived. */
export interface ResponseHookInfo extends RequestInfoForHooks {
  readonly status: number;
  readonly headers: Headers;
  /** The time since this attempt was sent, in milliseconds. */
  readonly durationMs: number;
}

/** An attempt that failed and is about to be retried. */
export interface RetryHookInfo extends RequestInfoForHooks {
  /** The wait before the next attempt, in milliseconds. */
  readonly delayMs: number;
  /** Why the attempt failed. `status` is the HTTP status code, if there was a response. */
  readonly error: ReferralsError;
}

/** The outcome of a call, after the last attempt. */
export interface CompleteHookInfo extends RequestInfoForHooks {
  /** The time since the call began, with all attempts and waits, in milliseconds. */
  readonly durationMs: number;
  /** What the call failed with, if it failed. */
  readonly error?: unknown;
}

/**
 * Functions that are called for every request, for logging and tracing. They never get the access token. A hook that throws
 * fails the call with what it threw, and nothing is sent again. A promise that a hook returns is awaited.
 */
export interface Hooks {
  /** Called before a request is sent, for each attempt. */
  onRequest?(request: RequestHookInfo): void;
  /** Called when the headers of a response have arrived. */
  onResponse?(response: ResponseHookInfo): void;
  /** Called before the wait for the next attempt. */
  onRetry?(retry: RetryHookInfo): void;
  /** Called once for each call, when it has succeeded or failed for good. */
  onComplete?(outcome: CompleteHookInfo): void;
}

/** When and how often requests are retried. */
export interface RetryOptions {
  /** The maximum number of retries. Default 3. */
  readonly maxRetries?: number | undefined;
  /** How long a call may take with all its attempts and waits, in milliseconds. Default 60,000. */
  readonly maxElapsedMs?: number | undefined;
  /** The upper bound of the wait before the first retry, in milliseconds; it doubles for each retry. Default 500. */
  readonly baseDelayMs?: number | undefined;
  /**
   * Whether every request is retried after 429 with `Retry-After`, also those that are not safe to send twice. Default true:
   * requests above the limit are not executed.
   *
   * @see https://learn.microsoft.com/partner-center/developer/api-throttling-guidance
   */
  readonly throttledWrites?: boolean | undefined;
}

/** The body of a successful response, to be validated. */
export interface ReceivedBody {
  readonly method: string;
  /** The path as the contract has it. */
  readonly urlTemplate: string | undefined;
  readonly status: number;
  readonly body: unknown;
}

/** Options of a client. */
export interface ReferralsClientOptions extends Hooks {
  /** Where access tokens come from. They are sent to the host of `baseUrl` only. */
  readonly token: TokenSource;
  /** The URL of the service. Default: the production service. */
  readonly baseUrl?: string | undefined;
  /** The timeout of one attempt, in milliseconds. Default 30,000; 0 for none. */
  readonly timeoutMs?: number | undefined;
  /** When and how often requests are retried; `false` for never. */
  readonly retry?: RetryOptions | false | undefined;
  /**
   * The name and version of your app, such as `proseware-crm/2.1`, for the `User-Agent` header. Browsers do not let apps set
   * it.
   */
  readonly userAgent?: string | undefined;
  /** The maximum size of a response after decompression, in bytes. Default 33,554,432 (32 MiB). */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Checks the bodies of successful responses and returns violations; any of them fails the call. For `validateResponse` of
   * `@partner-referrals/client/validate`, or a check of your own. By default only the existence of an id is checked.
   */
  readonly validateResponse?: ((received: ReceivedBody) => readonly string[]) | undefined;
  /** Used instead of the global `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call and the waits between its attempts. */
  readonly signal?: AbortSignal | undefined;
  /** The timeout of one attempt, in milliseconds, instead of the client's. */
  readonly timeoutMs?: number | undefined;
  /** When and how often this call is retried, instead of what the client has. */
  readonly retry?: RetryOptions | false | undefined;
  /**
   * Retries this call even if it could then be executed twice. Reading is always retried, and so is a change with
   * `ifMatch`; any other change only if it was not executed: no connection was established, or the service responded with
   * 429 and `Retry-After`.
   */
  readonly retryable?: boolean | undefined;
  /** A GUID for this call instead of a new one. */
  readonly clientRequestId?: string | undefined;
}
