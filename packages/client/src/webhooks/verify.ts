import { webhookSignerOrganization } from "@partner-referrals/types";
import { allowedUrl } from "./certificate-url.ts";
import { type CertificateFile, fetchCertificates } from "./certificates.ts";
import { parseEvent, type WebhookEvent } from "./event.ts";
import type { CertificateSource, VerifyWebhookOptions, WebhookRequest } from "./options.ts";
import { readBody, readSignature } from "./signature.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";
import type { Certificate } from "./x509/certificate.ts";
import { validateChain } from "./x509/chain.ts";
import { readCertificates } from "./x509/pem.ts";
import { verifyRsa } from "./x509/signature.ts";

/** How long a fetched certificate is cached. */
const cacheTtlMs = 3_600_000;

/** After a failed check the certificate is fetched again, as it may have been rotated, but no more often than this. */
const minRefreshMs = 60_000;

/**
 * Verifies that Partner Center sent a delivery, and returns its event.
 *
 * The signature is checked over the body's bytes, with a certificate that is fetched from an allowed host only, is valid
 * today, chains to one of the trusted roots and was issued to Microsoft Corporation. Revocation is not checked.
 *
 * The signature covers the body and nothing else, so whoever sees a delivery can replay it. That does no harm as long as an
 * event only makes you read the referral; otherwise store which events you have handled, or set `maxAgeMs`.
 *
 * Respond with any 2XX once you have stored the event. After anything else it is sent again, at most ten times.
 *
 * @throws ReferralsWebhookError if a check fails; `code` says which. Catch it: anybody can send you such a request.
 * @throws TypeError if the options or the body cannot be used for any delivery.
 * @example
 * // A worker, Deno, Bun, or a framework with the Fetch API
 * const event = await verifyWebhook(request, { trustedRoots });
 * if (event.referralId) await queue.send(event.referralId);
 * @example
 * // A Node server
 * import { rootCertificates } from "node:tls";
 * createServer(async (request, response) => {
 *   try {
 *     await verifyWebhook({ headers: request.headers, body: request }, { trustedRoots: rootCertificates });
 *     response.writeHead(204).end();
 *   } catch {
 *     response.writeHead(401).end();
 *   }
 * });
 * @example
 * // Express, which must not parse the body on this route
 * app.post("/partner-center", express.raw({ type: () => true }), async (request, response) => {
 *   await verifyWebhook({ headers: request.headers, body: request.body }, { trustedRoots });
 *   response.sendStatus(204);
 * });
 * @example
 * // Events of the sandbox, whose root is in `sandboxRoot`
 * await verifyWebhook(request, { trustedRoots: [sandboxRoot], allowLoopbackHttp: true });
 */
export async function verifyWebhook(
  request: WebhookRequest,
  options: VerifyWebhookOptions,
): Promise<WebhookEvent> {
  const roots = parseCertificates(options.trustedRoots);
  if (roots.length === 0) throw new TypeError("There are no trustedRoots.");
  const { signature, certificateUrl } = readSignature(request.headers);
  const url = allowedUrl(certificateUrl, options);
  const body = await readBody(request);
  const check = (file: CertificateFile) => checkSignature(file, roots, options, signature, body);

  const file = await fetchCertificates(url, options, cacheTtlMs);
  try {
    await check(file);
  } catch (error) {
    const newer = await fetchCertificates(url, options, minRefreshMs);
    if (newer === file) throw error;
    await check(newer);
  }
  const event = parseEvent(body);
  // Clocks differ, so an event may be of the near future, but not of one that makes it valid for longer.
  const ageMs = Math.abs(Date.now() - event.changedAt.getTime());
  if (ageMs > (options.maxAgeMs ?? Number.POSITIVE_INFINITY)) {
    const message = `The event is more than ${options.maxAgeMs} ms old, or as far in the future.`;
    throw new ReferralsWebhookError("stale-event", message);
  }
  return event;
}

async function checkSignature(
  [signer, ...others]: CertificateFile,
  roots: readonly Certificate[],
  { intermediates = [], organization = webhookSignerOrganization }: VerifyWebhookOptions,
  signature: Uint8Array<ArrayBuffer>,
  body: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const now = Date.now();
  if (now < signer.notBefore || now > signer.notAfter) {
    throw new ReferralsWebhookError("expired-certificate", "The certificate is not valid today.");
  }
  const reason = await validateChain(signer, [...others, ...parseCertificates(intermediates)], roots, now);
  if (reason) throw new ReferralsWebhookError("untrusted-certificate", reason);
  if (signer.organizations.length !== 1 || signer.organizations[0] !== organization) {
    throw new ReferralsWebhookError(
      "certificate-subject-mismatch",
      `The certificate was not issued to ${organization}.`,
    );
  }
  if (await verifyRsa(signer.key, "SHA-256", signature, body)) return;
  throw new ReferralsWebhookError("invalid-signature", "The signature does not match the body.");
}

const read = new WeakMap<readonly CertificateSource[], Certificate[]>();

/** Parses the certificates of an option, once per array: parsing the roots of a runtime takes some milliseconds. */
function parseCertificates(sources: readonly CertificateSource[]): Certificate[] {
  const known = read.get(sources);
  if (known) return known;
  const certificates = sources.flatMap((source, index) => {
    try {
      return readCertificates(source);
    } catch (cause) {
      throw new TypeError(`Certificate ${index} of the options cannot be read.`, { cause });
    }
  });
  read.set(sources, certificates);
  return certificates;
}
