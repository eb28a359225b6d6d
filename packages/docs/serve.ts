/** Serves the built site on this machine. */
import { once } from "node:events";
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

/** The site's own page for unknown addresses, as static hosts send it; a line of text before it is built. */
async function sendNotFound(directory: string, response: ServerResponse): Promise<void> {
  const page = await readFile(join(directory, "404.html")).catch(() => undefined);
  response
    .writeHead(404, { "Content-Type": page ? "text/html; charset=utf-8" : "text/plain; charset=utf-8" })
    .end(page ?? "There is no such page.\n");
}
