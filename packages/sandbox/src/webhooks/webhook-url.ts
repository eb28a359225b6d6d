import { isLoopback } from "@partner-referrals/server/hosts";

/**
 * Why events may not be sent to a URL; undefined when they may. Whoever calls the sandbox chooses the URL, so it must not
 * lead to other machines unless whoever started the sandbox allowed it.
 */
export function validateWebhookUrl(text: string, allowedHosts: readonly string[]): string | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:"))
    return "must be an http or https URL";
  if (url.username !== "" || url.password !== "") return "must have no user or password";
  const host = url.hostname.toLowerCase();
  if (isLoopback(host) || allowedHosts.some((allowed) => allowed.toLowerCase() === host)) return undefined;
  return `must be on this machine; other hosts need --allow-webhook-host ${host}`;
}
