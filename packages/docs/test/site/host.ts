/** A host for the built site. */
import { once } from "node:events";
import { createServer } from "node:http";
import sirv from "sirv";

export interface Host {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the site the way any static host does, but below a path, where absolute links would miss it. */
export async function hostBelow(path: string, folder: string): Promise<Host> {
  const files = sirv(folder);
  const server = createServer((request, response) => {
    const missing = () => {
      response.writeHead(404).end();
    };
    if (!request.url?.startsWith(path)) return missing();
    request.url = request.url.slice(path.length - 1);
    files(request, response, missing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
