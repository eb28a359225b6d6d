/** A static host as there are many: it compresses, and tells nothing about caching. It counts what it sends. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export interface StaticServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** The compressed bytes of all bodies since it started. */
  sentBytes(): number;
  close(): Promise<void>;
}

/** Serves a folder. Each file is read and compressed once, when it is first asked for. */
export async function serveStatic(folder: string): Promise<StaticServer> {
  const compress = promisify(gzip);
  const bodies = new Map<string, Promise<Buffer>>();
  let sent = 0;

  const bodyOf = (file: string) => {
    const body = bodies.get(file) ?? readFile(file).then((content) => compress(content));
    bodies.set(file, body);
    return body;
  };

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://static");
    const path = normalize(decodeURIComponent(pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const body = await bodyOf(file).catch(() => null);
    if (!body) return response.writeHead(404).end();
    sent += body.length;
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-encoding": "gzip",
      "content-length": body.length,
    });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no address.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    sentBytes: () => sent,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
