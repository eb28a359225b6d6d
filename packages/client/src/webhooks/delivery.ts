import { webhookHeaders, webhookSignatureAlgorithmValues } from "@partner-referrals/types";
import { fromBase64, readBytes } from "./bytes.ts";
import type { WebhookHeaders, WebhookRequest } from "./options.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";

/** The header that has the signature when the registration asked for `signatureTokenToMsSignatureHeader`. */
const otherSignatureHeader = "x-ms-signature";

/** Events have a few hundred bytes. */
const maxBodyBytes = 65_536;

/**
 * The signature of a delivery, and where its certificate is said to be. All of it is only claimed by the sender.
 *
 * @throws ReferralsWebhookError when a header is absent or not as documented.
 */
export function readSignature(headers: WebhookHeaders): {
  signature: Uint8Array<ArrayBuffer>;
  certificateUrl: string;
} {
  const token = signatureToken(headers);
  const certificateUrl = needed(headers, webhookHeaders.certificateUrl);
  const algorithm = needed(headers, webhookHeaders.signatureAlgorithm).toLowerCase();
  if (!webhookSignatureAlgorithmValues.some((known) => known === algorithm)) {
    const known = webhookSignatureAlgorithmValues.join(", ");
    throw new ReferralsWebhookError("unknown-algorithm", `The signature is not ${known}.`, {
      target: webhookHeaders.signatureAlgorithm,
    });
  }
  const signature = fromBase64(token);
  if (signature) return { signature, certificateUrl };
  throw new ReferralsWebhookError("malformed-signature", "The signature is not base64.");
}

/** What stands behind the scheme. A receiver that needs `Authorization` for itself gets the signature elsewhere. */
function signatureToken(headers: WebhookHeaders): string {
  const values = [webhookHeaders.signature, otherSignatureHeader].map((name) => header(headers, name));
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
  throw missing(webhookHeaders.signature);
}

function needed(headers: WebhookHeaders, name: string): string {
  const value = header(headers, name);
  if (value) return value;
  throw missing(name);
}

function missing(name: string): ReferralsWebhookError {
  return new ReferralsWebhookError("missing-header", `There is no ${name} header.`, { target: name });
}

/** A header of any kind of headers; several values of it are joined as the Fetch API does. */
function header(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === "function") return headers.get(name) ?? undefined;
  const key = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
  // A cast, because the check above does not tell TypeScript which kind of headers these are.
  const value = key && (headers as Readonly<Record<string, string | readonly string[] | undefined>>)[key];
  return typeof value === "object" ? value.join(", ") : value;
}

/**
 * The bytes of a body; a copy, so that what is verified is what is then read.
 *
 * @throws ReferralsWebhookError for a body larger than any event.
 * @throws TypeError for a body that was read or parsed before, which is a mistake of the receiver.
 */
export async function readBody(request: Pick<WebhookRequest, "body">): Promise<Uint8Array<ArrayBuffer>> {
  if ("bodyUsed" in request && request.bodyUsed) {
    throw new TypeError("The body was read before. Pass its text or bytes: { headers, body }.");
  }
  const body = await readBytes(source(request.body), maxBodyBytes);
  if (body) return body;
  throw new ReferralsWebhookError("oversized-body", `The body has more than ${maxBodyBytes} bytes.`);
}

function source(body: WebhookRequest["body"]): Parameters<typeof readBytes>[0] {
  if (typeof body === "string" || body instanceof Uint8Array) return chunks(body);
  if (body instanceof ArrayBuffer) return chunks(new Uint8Array(body));
  if (body === null) return chunks();
  if (typeof body === "object" && ("getReader" in body || Symbol.asyncIterator in body)) return body;
  throw new TypeError(
    "The body must be as it came: its text or bytes, or a stream of them; not a parsed object.",
  );
}

async function* chunks(...values: (Uint8Array | string)[]): AsyncGenerator<Uint8Array | string> {
  yield* values;
}
