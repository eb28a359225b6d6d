import { webhookCertificateHost } from "@partner-referrals/types";
import type { VerifyWebhookOptions } from "./options.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";

/**
 * The URL of a certificate, if it may be fetched. The sender chooses it, so without this check anybody could have the
 * receiver send requests to any host.
 *
 * @throws ReferralsWebhookError if it may not.
 */
export function allowedUrl(value: string, options: VerifyWebhookOptions): string {
  const { certificateHosts = [webhookCertificateHost], allowLoopbackHttp = false } = options;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url) throw forbidden("The certificate's URL is not a URL.");
  if (url.username || url.password) throw forbidden("The certificate's URL has credentials.");
  url.hash = "";
  if (allowLoopbackHttp && url.protocol === "http:" && isLoopback(url.hostname)) return url.href;
  if (url.protocol !== "https:") throw forbidden("The certificate's URL is not https.");
  if (certificateHosts.some((host) => host.toLowerCase() === url.host)) return url.href;
  throw forbidden(`Certificates from ${url.host} are not allowed.`);
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function forbidden(message: string): ReferralsWebhookError {
  return new ReferralsWebhookError("forbidden-certificate-url", message);
}
