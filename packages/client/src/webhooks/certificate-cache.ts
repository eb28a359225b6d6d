import { readBytes } from "./bytes.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";
import type { Certificate } from "./x509/certificate.ts";
import { readCertificates } from "./x509/files.ts";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The certificates of a file: the one that signs, then those that may lead to its root. */
export type CertificateFile = readonly [signer: Certificate, ...others: Certificate[]];

interface Kept {
  readonly since: number;
  readonly file: Promise<CertificateFile>;
}

/** A certificate with all above it has a few thousand bytes. */
const maxFileBytes = 65_536;
const maxCertificates = 10;

/** There is one signing certificate, and a second one while they are exchanged. */
const maxKept = 8;

const caches = new WeakMap<Fetch, Map<string, Kept>>();
const globalFetch: Fetch = (url, init) => fetch(url, init);

/**
 * The certificates at a URL, fetched unless that was done less than `maxAgeMs` ago. However many wait for them, they are
 * fetched once. What failed is not kept.
 */
export async function certificatesAt(
  url: string,
  options: { readonly fetch?: Fetch; readonly timeoutMs?: number },
  maxAgeMs: number,
): Promise<CertificateFile> {
  const { fetch = globalFetch, timeoutMs = 10_000 } = options;
  const cache = caches.get(fetch) ?? new Map<string, Kept>();
  caches.set(fetch, cache);
  let kept = cache.get(url);
  if (!kept || Date.now() - kept.since >= maxAgeMs) {
    kept = { since: Date.now(), file: download(url, fetch, timeoutMs) };
    keep(cache, url, kept);
  }
  try {
    return await within(timeoutMs, kept.file);
  } catch (cause) {
    if (cache.get(url) === kept) cache.delete(url);
    if (cause instanceof ReferralsWebhookError) throw cause;
    const message = "The certificate could not be fetched.";
    throw new ReferralsWebhookError("unavailable-certificate", message, { cause });
  }
}

/** The sender chooses the URLs, so they must not pile up. */
function keep(cache: Map<string, Kept>, url: string, kept: Kept): void {
  cache.delete(url);
  cache.set(url, kept);
  for (const oldest of cache.keys()) {
    if (cache.size <= maxKept) return;
    cache.delete(oldest);
  }
}

async function download(url: string, fetch: Fetch, timeoutMs: number): Promise<CertificateFile> {
  // A redirect could lead to a host that is not allowed.
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
  if (response.status !== 200 || !response.body) {
    response.body?.cancel().catch(() => {});
    throw new Error(`The answer was ${response.status}.`);
  }
  const bytes = await readBytes(response.body, maxFileBytes);
  if (!bytes) throw new Error(`The file has more than ${maxFileBytes} bytes.`);
  try {
    const [signer, ...others] = readCertificates(bytes);
    if (signer && others.length < maxCertificates) return [signer, ...others];
    throw new SyntaxError(`There are ${signer ? `more than ${maxCertificates}` : "no"} certificates in it.`);
  } catch (cause) {
    const message = "What was fetched is not a certificate.";
    throw new ReferralsWebhookError("malformed-certificate", message, { cause });
  }
}

/** Each waits for itself: where the runtime ends a request with all it began, a shared download may never settle. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took more than ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
