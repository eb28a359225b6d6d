/** The headers of a request: those of the Fetch API, of Node, or of a function's event. Their case does not matter. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A delivery as it arrived. A `Request` is one; so is `{ headers: request.headers, body: request }` of a Node server. */
export interface WebhookRequest {
  readonly headers: WebhookHeaders;
  /**
   * The body as it came over the wire. The signature is over its bytes, so one that was parsed and serialized again does
   * not pass.
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
   * The root certificates that may vouch for the one a delivery is signed with. There is no default, because the runtimes
   * have no common way to ask for theirs:
   *
   * - Node, Deno and Bun: `rootCertificates` of `node:tls`.
   * - Anywhere: a Microsoft root, as certificates are documented to chain to one. Microsoft publishes them at
   *   https://www.microsoft.com/pkiops/docs/repository.htm.
   *
   * An array is read once; pass the same one each time.
   */
  readonly trustedRoots: readonly CertificateSource[];
  /** Certificates between a root and the signing one, for when the fetched file does not hold them. They are not trusted. */
  readonly intermediates?: readonly CertificateSource[];
  /**
   * The hosts, with the port if there is one, that certificates may be fetched from, over TLS. Default: the documented one,
   * `webhookCertificateHost` of `@partner-referrals/types`.
   */
  readonly certificateHosts?: readonly string[];
  /** The organization that the certificate must be issued to. Default: `Microsoft Corporation`. */
  readonly organization?: string;
  /**
   * Also fetch certificates from this machine, over plain HTTP and whatever the port, as from the sandbox. Never in
   * production: a stranger could have your server send requests to itself.
   */
  readonly allowLoopbackHttp?: boolean;
  /**
   * How long ago the change may have been made, in milliseconds. By default any time ago, since a failed delivery is sent
   * again later.
   */
  readonly maxAgeMs?: number;
  /** How long fetching the certificate may take, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** Used instead of the global `fetch`. Certificates are kept for each such function apart. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}
