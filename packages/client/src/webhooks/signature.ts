import { webhookHeaders, webhookSignatureAlgorithmValues } from "@partner-referrals/types";
import { fromBase64, readBytes } from "./bytes.ts";
import type { WebhookHeaders, WebhookRequest } from "./options.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";

/** Events have a few hundred bytes. */
const maxBodyBytes = 65_536;

/**
 * Reads the signature of a delivery and the URL of its certificate. Both are only claimed by the sender.
 *
 * @throws ReferralsWebhookError if a header is missing or malformed.
 */
export function readSignature(headers: WebhookHeaders): {
  signature: Uint8Array<ArrayBuffer>;
  certificateUrl: string;
} {
  const token = signatureToken(headers);
  const certificateUrl = requireHeader(headers, webhookHeaders.certificateUrl);
  const algorithm = requireHeader(headers, webhookHeaders.signatureAlgorithm).toLowerCase();
  if (!webhookSignatureAlgorithmValues.some((known) => known === algorithm)) {
    const known = webhookSignatureAlgorithmValues.join(", ");
    throw new ReferralsWebhookError("unsupported-algorithm", `The signature algorithm is not ${known}.`, {
      target: webhookHeaders.signatureAlgorithm,
    });
  }
  const signature = fromBase64(token);
  if (signature) return { signature, certificateUrl };
  throw new ReferralsWebhookError("malformed-signature", "The signature is not base64.");
}

/** The token after the scheme. A receiver that needs `Authorization` for itself gets the signature in another header. */
function signatureToken(headers: WebhookHeaders): string {
  const values = [webhookHeaders.signature, webhookHeaders.msSignature].map((name) => header(headers, name));
  for (const value of values) {
    const [scheme, token, ...rest] = value?.trim().split(/ +/) ?? [];
    if (scheme?.toLowerCase() === "signature" && token && rest.length === 0) return token;
  }
  if (values.some((value) => value)) {
    throw new ReferralsWebhookError(
      "malformed-signature",
      "No header has the scheme Signature and a signature.",
    );
  }
  throw missingHeader(webhookHeaders.signature);
}

function requireHeader(headers: WebhookHeaders, name: string): string {
  const value = header(headers, name);
  if (value) return value;
  throw missingHeader(name);
}

function missingHeader(name: string): ReferralsWebhookError {
  return new ReferralsWebhookError("missing-header", `The ${name} header is missing.`, { target: name });
}

/** The value of a header; several values are joined as in the Fetch API. */
function header(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === "function") return headers.get(name) ?? undefined;
  const key = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
  // A cast, because the check above does not tell TypeScript which kind of headers these are.
  const value = key && (headers as Readonly<Record<string, string | readonly string[] | undefined>>)[key];
  return typeof value === "object" ? value.join(", ") : value;
}

/**
 * The bytes of a body, copied, so that the event is read from the bytes that were verified.
 *
 * @throws ReferralsWebhookError for a body that is larger than any event.
 * @throws TypeError if the body was read or parsed before, which is a mistake of the receiver.
 */
export async function readBody(request: Pick<WebhookRequest, "body">): Promise<Uint8Array<ArrayBuffer>> {
  if ("bodyUsed" in request && request.bodyUsed) {
    throw new TypeError("The body was already read. Pass its text or bytes: { headers, body }.");
  }
  const body = await readBytes(source(request.body), maxBodyBytes);
  if (body) return body;
  throw new ReferralsWebhookError("body-too-large", `The body has more than ${maxBodyBytes} bytes.`);
}

function source(body: WebhookRequest["body"]): Parameters<typeof readBytes>[0] {
  if (typeof body === "string" || body instanceof Uint8Array) return chunks(body);
  if (body instanceof ArrayBuffer) return chunks(new Uint8Array(body));
  if (body === null) return chunks();
  if (typeof body === "object" && ("getReader" in body || Symbol.asyncIterator in body)) return body;
  throw new TypeError("The body must be raw: its text or bytes, or a stream of them; not a parsed object.");
}

async function* chunks(...values: (Uint8Array | string)[]): AsyncGenerator<Uint8Array | string> {
  yield* values;
}
