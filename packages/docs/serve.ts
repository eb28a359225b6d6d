/** Serves the built site on this machine. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Defaults to 127.0.0.1. */
  readonly host?: string;
  /** Defaults to this package's dist/. */
  readonly directory?: string;
}

export interface DocsServer {
  readonly url: string;
  close(): Promise<void>;
}

const dist = fileURLToPath(new URL("dist", import.meta.url));

/**
 * Serves the site over HTTP until it is closed.
 *
 * @throws the error of `listen` as it is, so that the caller can tell a busy port by its code `EADDRINUSE`.
 */
export async function serveDocs(options: ServeOptions): Promise<DocsServer> {
  const { port, host = "127.0.0.1", directory = dist } = options;
  // In dev mode sirv looks at the disk for every request, so a rebuilt site needs no restart.
  const files = sirv(directory, { dev: true });
  const server = createServer((request, response) => {
    files(request, response, () => {
      void sendNotFound(directory, response);
    });
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const boundPort = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}/`,
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The site's own page for unknown addresses, as static hosts send it; until the site is built, one that waits for it. */
async function sendNotFound(directory: string, response: ServerResponse): Promise<void> {
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  if (!existsSync(join(directory, "index.html"))) {
    response.writeHead(503, { ...headers, "Retry-After": "2", Refresh: "2" }).end(waitingPage);
    return;
  }
  const page = await readFile(join(directory, "404.html")).catch(() => "There is no such page.\n");
  response.writeHead(404, headers).end(page);
}

const waitingPage = `<!doctype html>
<html lang="en"><title>Partner referrals</title><p>The docs are being built. They appear here when they are ready.</p></html>
`;
