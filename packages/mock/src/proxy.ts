import { createLogger } from "./log.ts";
import { createResponder } from "./proxy/respond.ts";
import { type RunningServer, type ServerOptions, serve } from "./serve.ts";

export interface ProxyOptions extends ServerOptions {
  /** Where requests go, such as `https://api.partner.microsoft.com`. A path in it goes before that of each request. */
  readonly upstream: string | URL;
  /** Refuses invalid requests, and answers 502 instead of an answer that departs from the contract. Default: false. */
  readonly errors?: boolean;
  /** How long the upstream may take to answer, in milliseconds. Default: 30,000. */
  readonly upstreamTimeout?: number;
}

/**
 * Starts a proxy that holds both sides to the contract. It changes nothing that passes through, and reports departures
 * in its log and in the header `sl-violations`.
 *
 * @throws a `TypeError` when the upstream is no HTTP URL or the document cannot be served; the error of `node:net` when
 * it cannot listen.
 */
export async function startProxy(options: ProxyOptions): Promise<RunningServer> {
  const { errors = false, upstreamTimeout = 30_000, logLevel = "warn" } = options;
  const upstream = readUpstream(options.upstream);
  const logger = createLogger("proxy", logLevel);
  const responding = { upstream, timeout: upstreamTimeout, errors };
  return serve(options, logger, (contract) => createResponder(contract, responding, logger));
}

/** @throws a `TypeError` that says what is wrong with the URL. */
export function readUpstream(given: string | URL): URL {
  const url = URL.parse(String(given)) ?? undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`The upstream must be an http or https URL, not ${given}.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("The upstream URL must have no user, password, query or fragment.");
  }
  return url;
}
