import { webhookCertificateHost } from "@partner-referrals/types";
import type { VerifyWebhookOptions } from "./options.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";

/**
 * Returns the URL of a certificate if it may be fetched. The sender chooses it, so without this check anybody could make the
 * receiver send requests to any host (SSRF).
 *
 * @throws ReferralsWebhookError if it may not be fetched.
 */
export function allowedUrl(value: string, options: VerifyWebhookOptions): string {
  const { certificateHosts = [webhookCertificateHost], allowLoopbackHttp = false } = options;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url) throw notAllowed("The URL of the certificate is not a URL.");
  if (url.username || url.password) throw notAllowed("The URL of the certificate has credentials.");
  url.hash = "";
  if (allowLoopbackHttp && url.protocol === "http:" && isLoopback(url.hostname)) return url.href;
  if (url.protocol !== "https:") throw notAllowed("The URL of the certificate is not https.");
  if (certificateHosts.some((host) => host.toLowerCase() === url.host)) return url.href;
  throw notAllowed(`Certificates from ${url.host} are not allowed.`);
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function notAllowed(message: string): ReferralsWebhookError {
  return new ReferralsWebhookError("certificate-url-not-allowed", message);
}
