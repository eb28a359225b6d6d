import { sign } from "node:crypto";
import { webhookHeaders, webhookSignatureAlgorithmValues } from "@partner-referrals/types";
import { createSigningKey, type SigningKey } from "./certificate.ts";
import { createLimiter } from "./limiter.ts";

export interface SenderOptions {
  /** Hosts, besides this machine, that events may be sent to. */
  readonly allowedHosts: readonly string[];
  /** How long the second attempt waits, in milliseconds. The wait doubles each time, up to a minute. */
  readonly retryDelay: number;
  /** Where the certificate can be fetched. */
  readonly certificateUrl: () => string;
  /** Gets the key when it is first needed. Default: makes one that ends with the process. */
  readonly createKey?: () => Promise<SigningKey>;
}

/** The outcome of one attempt to deliver. */
export interface Attempt {
  /** In real time. */
  readonly time: string;
  /** The status of the receiver's response; absent when there was none. */
  readonly status?: number;
  readonly error?: string;
}

/** An event to send. */
export interface Message {
  readonly url: string;
  readonly body: string;
  /** Whether the signature goes into a header of its own, for receivers that need `Authorization` themselves. */
  readonly useMsSignatureHeader: boolean;
}

/** Signs events and sends them. One for all universes, because making a key takes long. */
export interface Sender extends Pick<SenderOptions, "allowedHosts" | "retryDelay"> {
  send(message: Message, signal: AbortSignal): Promise<Attempt>;
  signingKey(): Promise<SigningKey>;
}

const attemptTimeoutMs = 10_000;
/** How many attempts run at once: each holds a connection, and one that nobody answers holds it for ten seconds. */
const maxAttempts = 50;
const maxAttemptsPerReceiver = 10;
const [algorithm] = webhookSignatureAlgorithmValues;

export function createSender({
  allowedHosts,
  retryDelay,
  certificateUrl,
  createKey = createSigningKey,
}: SenderOptions): Sender {
  const limiter = createLimiter(maxAttempts, maxAttemptsPerReceiver);
  let key: Promise<SigningKey> | undefined;
  const signingKey = (): Promise<SigningKey> => {
    key ??= createKey().catch((error) => {
      key = undefined;
      throw error;
    });
    return key;
  };
  const attempt = async (
    { url, body, useMsSignatureHeader }: Message,
    signal: AbortSignal,
  ): Promise<Attempt> => {
    const time = new Date().toISOString();
    try {
      signal.throwIfAborted();
      const signature = sign("sha256", Buffer.from(body), (await signingKey()).key).toString("base64");
      const signatureHeader = useMsSignatureHeader ? webhookHeaders.msSignature : webhookHeaders.signature;
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          [signatureHeader]: `Signature ${signature}`,
          [webhookHeaders.certificateUrl]: certificateUrl(),
          [webhookHeaders.signatureAlgorithm]: algorithm,
        },
        body,
        // A redirect could lead to a host that is not allowed.
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(attemptTimeoutMs)]),
      });
      await response.body?.cancel();
      return { time, status: response.status };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { time, error: cause instanceof Error ? cause.message || cause.name : String(cause) };
    }
  };
  return {
    allowedHosts,
    retryDelay,
    signingKey,
    send: (message, signal) => limiter.run(new URL(message.url).host, () => attempt(message, signal)),
  };
}
