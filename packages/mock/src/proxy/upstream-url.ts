import { ApiError } from "@partner-referrals/server/api-error";

/** @throws a `TypeError` that says what is wrong with the URL. */
export function parseUpstream(given: string | URL): URL {
  const url = URL.parse(String(given)) ?? undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`The upstream must be an http or https URL, not ${given}.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("The upstream URL must have no user, password, query or fragment.");
  }
  return url;
}

/**
 * The path and query to send to an upstream for a request target, as they were sent, below the upstream's own path.
 *
 * @param target what is left of the request target without an `http://host` in front
 * @throws ApiError with status 400 when the target is no path, or leads out of the upstream's origin or path.
 */
export function joinTarget(upstream: URL, target: string): string {
  const base = upstream.pathname.replace(/\/$/, "");
  const rooted = /^(\?|$)/.test(target) ? `/${target}` : target;
  const joined = rooted.startsWith("/") ? URL.parse(`${upstream.origin}${base}${rooted}`) : null;
  if (joined !== null && joined.origin === upstream.origin && joined.pathname.startsWith(`${base}/`))
    return `${base}${rooted}`;
  const reason = "The request target must be a path below the upstream, or an http URL with one.";
  throw new ApiError(400, "requestTarget", { reason, message: reason, target: "path" });
}
