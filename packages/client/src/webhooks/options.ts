/** The headers of a request: those of the Fetch API, of Node, or of a function's event. Their case does not matter. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A delivery: a `Request`, or `{ headers: request.headers, body: request }` of a Node server. */
export interface WebhookRequest {
  readonly headers: WebhookHeaders;
  /**
   * The raw body. The signature is over its bytes, so a body that was parsed and serialized again is rejected.
   */
  readonly body:
    | string
    | Uint8Array
    | ArrayBuffer
    | ReadableStream<Uint8Array>
    | AsyncIterable<Uint8Array | string>
    | null;
}

/** Certificates: the text of a PEM file, or the bytes of a DER file. */
export type CertificateSource = string | Uint8Array | ArrayBuffer;

/** How deliveries are verified. */
export interface VerifyWebhookOptions {
  /**
   * The root certificates that the signing certificate must chain to. There is no default, because runtimes have no common
   * way to ask for theirs:
   *
   * - Node, Deno and Bun: `rootCertificates` of `node:tls`.
   * - Anywhere: a Microsoft root, as certificates are documented to chain to one. Microsoft publishes them at
   *   https://www.microsoft.com/pkiops/docs/repository.htm.
   *
   * An array is parsed once; pass the same one each time.
   */
  readonly trustedRoots: readonly CertificateSource[];
  /** Intermediate certificates, in case the fetched file does not include them. They are not trusted by themselves. */
  readonly intermediates?: readonly CertificateSource[];
  /**
   * The hosts, with the port if there is one, that certificates may be fetched from, over TLS. Default: the documented one,
   * `webhookCertificateHost` of `@partner-referrals/types`.
   */
  readonly certificateHosts?: readonly string[];
  /** The organization that the certificate must be issued to. Default: the documented one,
   * `webhookSignerOrganization` of `@partner-referrals/types`. */
  readonly organization?: string;
  /**
   * Also fetch certificates from this machine, over plain HTTP and on any port, as from the sandbox. Never in production: an
   * attacker could make your server send requests to itself.
   */
  readonly allowLoopbackHttp?: boolean;
  /**
   * The maximum age of the change, in milliseconds, and how far in the future it may be. Unlimited by default, because a failed
   * delivery is sent again later.
   */
  readonly maxAgeMs?: number;
  /** The timeout for fetching the certificate, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** Used instead of the global `fetch`. Each function has its own cache of certificates. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}
