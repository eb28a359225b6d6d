import { readBytes } from "./bytes.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";
import type { Certificate } from "./x509/certificate.ts";
import { readCertificates } from "./x509/pem.ts";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The certificates of a file: the signer, then those of the chain to its root. */
export type CertificateFile = readonly [signer: Certificate, ...others: Certificate[]];

interface CacheEntry {
  readonly fetchedAt: number;
  readonly file: Promise<CertificateFile>;
}

/** A certificate with its chain has a few thousand bytes. */
const maxFileBytes = 65_536;
const maxCertificates = 10;

/** There is one signing certificate, and a second one during rotation. */
const maxCached = 8;

const caches = new WeakMap<Fetch, Map<string, CacheEntry>>();
const globalFetch: Fetch = (url, init) => fetch(url, init);

/**
 * Returns the certificates at a URL from the cache, unless they were fetched more than `maxAgeMs` ago. Concurrent callers
 * share one download. Errors are not cached.
 */
export async function fetchCertificates(
  url: string,
  options: { readonly fetch?: Fetch; readonly timeoutMs?: number },
  maxAgeMs: number,
): Promise<CertificateFile> {
  const { fetch = globalFetch, timeoutMs = 10_000 } = options;
  const cache = caches.get(fetch) ?? new Map<string, CacheEntry>();
  caches.set(fetch, cache);
  let entry = cache.get(url);
  if (!entry || Date.now() - entry.fetchedAt >= maxAgeMs) {
    entry = { fetchedAt: Date.now(), file: download(url, fetch, timeoutMs) };
    store(cache, url, entry);
  }
  try {
    return await withTimeout(timeoutMs, entry.file);
  } catch (cause) {
    if (cache.get(url) === entry) cache.delete(url);
    if (cause instanceof ReferralsWebhookError) throw cause;
    const message = "The certificate could not be fetched.";
    throw new ReferralsWebhookError("unavailable-certificate", message, { cause });
  }
}

/** Adds an entry and evicts the oldest ones: the sender chooses the URLs, so the cache must not grow without bound. */
function store(cache: Map<string, CacheEntry>, url: string, entry: CacheEntry): void {
  cache.delete(url);
  cache.set(url, entry);
  for (const oldest of cache.keys()) {
    if (cache.size <= maxCached) return;
    cache.delete(oldest);
  }
}

async function download(url: string, fetch: Fetch, timeoutMs: number): Promise<CertificateFile> {
  // A redirect could lead to a host that is not allowed.
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
  if (response.status !== 200 || !response.body) {
    response.body?.cancel().catch(() => {});
    throw new Error(`The response was ${response.status}.`);
  }
  const bytes = await readBytes(response.body, maxFileBytes);
  if (!bytes) throw new Error(`The file has more than ${maxFileBytes} bytes.`);
  try {
    const [signer, ...others] = readCertificates(bytes);
    if (signer && others.length < maxCertificates) return [signer, ...others];
    throw new SyntaxError(`It has ${signer ? `more than ${maxCertificates}` : "no"} certificates.`);
  } catch (cause) {
    const message = "What was fetched is not a certificate.";
    throw new ReferralsWebhookError("malformed-certificate", message, { cause });
  }
}

/** Each caller has its own timeout: on Workers, a download started by another request is cancelled with it and never settles. */
async function withTimeout<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took more than ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
