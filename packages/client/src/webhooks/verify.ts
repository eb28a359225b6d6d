import { type CertificateFile, certificatesAt } from "./certificate-cache.ts";
import { allowedUrl } from "./certificate-url.ts";
import { readBody, readSignature } from "./delivery.ts";
import { parseEvent, type WebhookEvent } from "./event.ts";
import type { CertificateSource, VerifyWebhookOptions, WebhookRequest } from "./options.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";
import type { Certificate } from "./x509/certificate.ts";
import { whyUntrusted } from "./x509/chain.ts";
import { readCertificates } from "./x509/files.ts";
import { verifyRsa } from "./x509/signature.ts";

/** How long a fetched certificate is used before it is fetched again. */
const keptMs = 3_600_000;

/** A kept certificate that fails may have been exchanged. It is fetched again, but not for each delivery of a stranger. */
const refreshMs = 60_000;

/**
 * Verifies that Partner Center sent a delivery, and returns its event.
 *
 * The signature is checked over the body's bytes, with a certificate that is fetched from an allowed host only, is valid
 * today, chains to one of the trusted roots and was issued to Microsoft Corporation. Revocation is not checked.
 *
 * The signature covers the body and nothing else, so who sees a delivery can send it again. That does no harm as long as
 * an event only makes you read the referral; otherwise remember what was handled, or set `maxAgeMs`.
 *
 * Answer with any 2XX once the event is safe with you. Anything else, and it is sent again, ten times at most.
 *
 * @throws ReferralsWebhookError when a check fails; `code` says which. Catch it: anybody can send you such a request.
 * @throws TypeError for options or a body that no delivery could be verified with.
 * @example
 * // A worker, Deno, Bun, or a framework with the Fetch API
 * const event = await verifyWebhook(request, { trustedRoots });
 * if (event.referralId) await queue.send(event.referralId);
 * @example
 * // A server of Node
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
 * // Express, which must leave the body as it is on this route
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
  const roots = trusted(options.trustedRoots);
  if (roots.length === 0) throw new TypeError("There are no trustedRoots.");
  const { signature, certificateUrl } = readSignature(request.headers);
  const url = allowedUrl(certificateUrl, options);
  const body = await readBody(request);
  const check = (file: CertificateFile) => checkSignature(file, roots, options, signature, body);

  const file = await certificatesAt(url, options, keptMs);
  try {
    await check(file);
  } catch (error) {
    const newer = await certificatesAt(url, options, refreshMs);
    if (newer === file) throw error;
    await check(newer);
  }
  const event = parseEvent(body);
  if (Date.now() - event.changedAt.getTime() > (options.maxAgeMs ?? Number.POSITIVE_INFINITY)) {
    throw new ReferralsWebhookError("stale-event", `The event is older than ${options.maxAgeMs} ms.`);
  }
  return event;
}

async function checkSignature(
  [signer, ...others]: CertificateFile,
  roots: readonly Certificate[],
  { intermediates = [], organization = "Microsoft Corporation" }: VerifyWebhookOptions,
  signature: Uint8Array<ArrayBuffer>,
  body: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const now = Date.now();
  if (now < signer.notBefore || now > signer.notAfter) {
    throw new ReferralsWebhookError("expired-certificate", "The certificate is not valid today.");
  }
  const reason = await whyUntrusted(signer, [...others, ...trusted(intermediates)], roots, now);
  if (reason) throw new ReferralsWebhookError("untrusted-certificate", reason);
  if (signer.organizations.length !== 1 || signer.organizations[0] !== organization) {
    throw new ReferralsWebhookError(
      "foreign-certificate",
      `The certificate was not issued to ${organization}.`,
    );
  }
  if (await verifyRsa(signer.key, "SHA-256", signature, body)) return;
  throw new ReferralsWebhookError("wrong-signature", "The signature is not one of this body.");
}

const read = new WeakMap<readonly CertificateSource[], Certificate[]>();

/** The certificates of an option. Reading the hundred of a runtime takes some milliseconds, so it is done once. */
function trusted(sources: readonly CertificateSource[]): Certificate[] {
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
