import type { IncomingMessage } from "node:http";
import { isIPv4 } from "node:net";

/** A host as the header `Host` has it: a name or an address, and perhaps a port. No DNS name is longer. */
export const hostPattern: RegExp = /^([\w.-]{1,253}|\[[\da-f:]{2,39}\])(:\d{1,5})?$/i;

/** The name or address in a header `Host`, as URLs spell it; undefined when it has none. */
export function hostnameOf(host: string): string | undefined {
  if (!hostPattern.test(host)) return undefined;
  return URL.parse(`http://${host}`)?.hostname.replace(/\.$/, "");
}

/** Whether a host name means this machine, without a DNS lookup. */
export function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "[::1]" || host === "::1") return true;
  return isIPv4(host) && host.startsWith("127.");
}

/** An address as it stands in a URL: IPv6 in brackets. */
export function hostInUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** What is wrong with the `Host` of a request: it needs exactly one, but none in HTTP/1.0 (RFC 9112, section 3.2). */
export function hostHeaderIssue({
  rawHeaders,
  httpVersion,
}: Pick<IncomingMessage, "rawHeaders" | "httpVersion">): string | undefined {
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length;
  if (count > 1) return "A request has only one Host header.";
  return count === 0 && httpVersion !== "1.0" ? "A request has a Host header." : undefined;
}
