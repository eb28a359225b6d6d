import { ApiError } from "@partner-referrals/server/api-error";
import { corsHeaders, isPreflight, preflightHeaders } from "@partner-referrals/server/cors";
import { hostnameOf, isLoopback } from "@partner-referrals/server/hosts";
import { contract, listOperations } from "@partner-referrals/spec/model";
import type { FastifyRequest } from "fastify";

/** Rejects what a web page can make the browser of this machine send. Nothing of a rejected request is recorded. */
export interface CrossSiteProtection {
  /**
   * A request for another host: the page of a host whose name now leads here (DNS rebinding) could read the responses.
   *
   * @throws an ApiError with 403
   */
  assertHost(request: FastifyRequest): void;
  /**
   * A request from the page of another host, which can send those that need neither body nor token.
   *
   * @throws an ApiError with 403
   */
  assertOrigin(request: FastifyRequest): void;
  /** The headers that let the page that sent a request read its response; undefined unless its origin is allowed. */
  corsHeaders(request: FastifyRequest): Record<string, string> | undefined;
  /** Whether a browser asks for an allowed origin whether it may send a request. */
  isAllowedPreflight(request: FastifyRequest): boolean;
}

export interface CrossSiteOptions {
  /** Names, besides those that always mean this machine, that requests may call the server by. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may call the server from a browser. */
  readonly allowedOrigins: readonly string[];
  /** What the server was told to listen on. */
  readonly host: string;
  /** The address that it listens on then. */
  readonly address: () => string;
}

/** @throws TypeError when an allowed host is not a host name. */
export function createCrossSiteProtection(options: CrossSiteOptions): CrossSiteProtection {
  const { allowedHosts, host, address } = options;
  const allowedOrigins = new Set(options.allowedOrigins.map(requireOrigin));
  const allowed = new Set([hostnameOf(host), ...allowedHosts.map(requireHostname)]);
  const isAllowed = (name: string | undefined) =>
    name !== undefined && (isLoopback(name) || name.endsWith(".localhost") || allowed.has(name));
  /** The last header that was allowed. Nearly every request has the same one, and needs only this comparison. */
  let lastAllowed: string | undefined;
  return {
    assertHost({ raw: { url = "", headers } }) {
      const isPath = url.startsWith("/");
      if (isPath && lastAllowed !== undefined && headers.host === lastAllowed) return;
      // A target with a host of its own overrules the header, but only an attacker would let the two differ.
      const hosts = isPath ? [headers.host] : [headers.host, URL.parse(url)?.host ?? headers.host];
      const names = hosts.map((sent) => hostnameOf(sent ?? ""));
      const disallowed = names.findIndex((name) => !isAllowed(name));
      if (disallowed >= 0 && isLoopback(address())) throw hostNotAllowed(names[disallowed]);
      if (isPath) lastAllowed = headers.host;
    },
    assertOrigin({ headers }) {
      const { origin } = headers;
      // A page of this machine may be on another site: `localhost` and `127.0.0.1` are two. So the origin counts first.
      const isCrossSite =
        origin === undefined
          ? headers["sec-fetch-site"] === "cross-site"
          : !allowedOrigins.has(origin) && !isAllowed(hostnameOf(URL.parse(origin)?.host ?? ""));
      if (isCrossSite) throw originNotAllowed();
    },
    corsHeaders({ headers }) {
      const { origin } = headers;
      if (origin === undefined || !allowedOrigins.has(origin)) return undefined;
      const cors = corsHeaders(headers, allowedOrigins, exposedHeaders);
      return isPreflight({ method: "OPTIONS", headers }) ? { ...cors, ...preflightHeaders(headers) } : cors;
    },
    isAllowedPreflight({ method, headers }) {
      return isPreflight({ method, headers }) && allowedOrigins.has(headers.origin ?? "");
    },
  };
}

/** The response headers that a page may read: all that the contract declares. */
const exposedHeaders: readonly string[] = [
  ...new Set(
    listOperations(contract).flatMap(({ responses }) =>
      [...responses.values()].flatMap(({ headers }) => headers.map(({ name }) => name)),
    ),
  ),
];

function requireOrigin(text: string): string {
  const origin = URL.parse(text)?.origin;
  if (origin === undefined || origin === "null" || origin !== text.replace(/\/$/, ""))
    throw new TypeError(`${JSON.stringify(text)} is not an origin, such as http://localhost:4000.`);
  return origin;
}

function requireHostname(host: string): string {
  const name = hostnameOf(host);
  if (name === undefined) throw new TypeError(`${JSON.stringify(host)} is not a host name.`);
  return name;
}

function hostNotAllowed(name: string | undefined): ApiError {
  const target = name === undefined ? "has no host" : `is for ${name}`;
  return new ApiError(403, "hostNotAllowed", {
    message: `The sandbox accepts requests for this machine only; this one ${target}.`,
    target: "Host",
    reason: `If that is this machine, start the sandbox with --allow-host ${name ?? "<name>"}, in code with allowedHosts.`,
  });
}

function originNotAllowed(): ApiError {
  return new ApiError(403, "originNotAllowed", {
    message: "The admin API accepts no requests from web pages of other hosts.",
    target: "Origin",
    reason:
      "If the page is yours, start the sandbox with --allow-origin <its origin>, in code with allowedOrigins.",
  });
}
