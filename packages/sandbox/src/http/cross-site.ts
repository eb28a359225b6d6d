import type { FastifyReply, FastifyRequest } from "fastify";
import { type Failure, failure } from "./failure.ts";
import { hostnameOf, isLoopback } from "./host-names.ts";

/** Calls `done` when a request may go on, and answers it otherwise. Nothing of a refused request is kept. */
type Check = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

/** Keeps out what a web page can make the browser of this machine send. */
export interface Guard {
  /** Refuses requests for other hosts: the page of a host whose name now leads here could read the answers. */
  readonly checkHost: Check;
  /** Refuses requests from pages of other hosts, which can send those that need neither body nor token. */
  readonly checkPage: Check;
}

export interface GuardOptions {
  /** Names, besides those that always mean this machine, that the server may be called by. */
  readonly allowedHosts: readonly string[];
  /** What the server was told to listen on. */
  readonly host: string;
  /** The address that it listens on then. */
  readonly address: () => string;
}

/** @throws a TypeError when an allowed host is no name. */
export function createGuard({ allowedHosts, host, address }: GuardOptions): Guard {
  const allowed = new Set([hostnameOf(host), ...allowedHosts.map(requireHostname)]);
  const isOurs = (name: string | undefined) =>
    name !== undefined && (isLoopback(name) || name.endsWith(".localhost") || allowed.has(name));
  /** The last header that was accepted. Nearly every request has the same one, and needs only this comparison. */
  let accepted: string | undefined;
  return {
    checkHost(request, reply, done) {
      const { url, headers } = request.raw;
      const isPath = url?.startsWith("/") === true;
      if (isPath && accepted !== undefined && headers.host === accepted) {
        done();
        return;
      }
      // A target with a host of its own overrules the header, but only a stranger would let the two differ.
      const hosts = isPath ? [headers.host] : [headers.host, URL.parse(url ?? "")?.host ?? headers.host];
      const names = hosts.map((sent) => hostnameOf(sent ?? ""));
      const stranger = names.findIndex((name) => !isOurs(name));
      if (stranger >= 0 && isLoopback(address())) {
        turnAway(reply, foreignHost(names[stranger]));
        return;
      }
      if (isPath) accepted = headers.host;
      done();
    },
    checkPage({ headers }, reply, done) {
      const { origin } = headers;
      // A page of this machine may be on another site: `localhost` and `127.0.0.1` are two. So the origin counts first.
      const isForeign =
        origin === undefined
          ? headers["sec-fetch-site"] === "cross-site"
          : !isOurs(hostnameOf(URL.parse(origin)?.host ?? ""));
      if (isForeign) turnAway(reply, foreignPage());
      else done();
    },
  };
}

function requireHostname(host: string): string {
  const name = hostnameOf(host);
  if (name === undefined) throw new TypeError(`${JSON.stringify(host)} is not the name of a host.`);
  return name;
}

function foreignHost(name: string | undefined): Failure {
  const called = name === undefined ? "has no host" : `is for ${name}`;
  return failure(403, "foreignHost", {
    message: `The sandbox takes requests for this machine only; this one ${called}.`,
    target: "Host",
    reason: `If you call this machine so, start the sandbox with --allow-host ${name ?? "<name>"}, in code with allowedHosts.`,
  });
}

function foreignPage(): Failure {
  return failure(403, "foreignPage", {
    message: "The sandbox takes no commands from web pages of other hosts.",
    target: "Origin",
    reason:
      "If the page is yours, start the sandbox with --allow-host <its host>, in code with allowedHosts.",
  });
}

function turnAway(reply: FastifyReply, { status, body }: Failure): void {
  reply.code(status).type("application/json").send(body);
}
