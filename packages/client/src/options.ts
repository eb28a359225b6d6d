/** An access token with the time it ends, in milliseconds since 1970. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** Anything that gets access tokens, such as a credential of `@azure/identity`. */
export interface TokenCredential {
  getToken(scope: string): Promise<AccessToken | null>;
}

/** A fixed token, a function that returns one for each call, or a credential whose tokens are kept until they end. */
export type TokenSource = string | (() => string | Promise<string>) | TokenCredential;

/** What hooks are told of a request. */
export interface RequestInfo {
  readonly method: string;
  /** The path of the URL, without the query. */
  readonly path: string;
  readonly clientRequestId: string;
  /** How often the call has been sent, this time included. */
  readonly attempts: number;
}

/** Functions that are told of every exchange, for logging and tracing. The access token is never among what they get. */
export interface Hooks {
  /** Called before a request is sent. Headers may be added. */
  onRequest?(request: RequestInfo & { readonly headers: Headers }): void;
  /** Called when the answer's headers are here. */
  onResponse?(
    response: RequestInfo & {
      readonly status: number;
      readonly headers: Headers;
      readonly durationMs: number;
    },
  ): void;
  /** Called before a call is sent again, with the wait in milliseconds and the reason: an HTTP status or an error. */
  onRetry?(retry: RequestInfo & { readonly delayMs: number; readonly reason: unknown }): void;
}

/** How calls are repeated. */
export interface RetryOptions {
  /** How often at most. Default 3. */
  readonly limit?: number | undefined;
  /** How long a call may take with all its repetitions and waits, in milliseconds. Default 60,000. */
  readonly maxElapsedMs?: number | undefined;
  /** The wait before the first repetition is at most this long, in milliseconds; it doubles each time. Default 500. */
  readonly baseDelayMs?: number | undefined;
}

/** Options of a client. */
export interface ReferralsClientOptions extends Hooks {
  /** Where access tokens come from. They are sent to the host of `baseUrl` only. */
  readonly token: TokenSource;
  /** Where the service is. Default: the production service. */
  readonly baseUrl?: string | undefined;
  /** How long one attempt may take, in milliseconds. Default 30,000; 0 for no limit. */
  readonly timeoutMs?: number | undefined;
  /** How calls are repeated; `false` for not at all. */
  readonly retry?: RetryOptions | false | undefined;
  /** Used instead of the global `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** Options of a single call. */
export interface CallOptions {
  /** Ends the call, and the waits between its attempts. */
  readonly signal?: AbortSignal | undefined;
  /** How long one attempt may take, in milliseconds, instead of what the client has. */
  readonly timeoutMs?: number | undefined;
  /** How this call is repeated, instead of what the client has. */
  readonly retry?: RetryOptions | false | undefined;
  /**
   * That the call may be repeated although it could then be carried out twice. Reading is always repeated and a change
   * with `ifMatch` too; anything else only if it surely did not arrive.
   */
  readonly repeatable?: boolean | undefined;
  /** A GUID for this call instead of a new one. */
  readonly clientRequestId?: string | undefined;
}
