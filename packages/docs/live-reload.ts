/** Reloads the page in open browsers when it was built again. For development only. */
import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

const EVENTS = "/live-reload";
const SCRIPT = `<script>new EventSource("${EVENTS}").onmessage = () => location.reload();</script>`;
const POLL_MS = 250;

export interface WatchedPage {
  /** Answers a request for the page or for its events; returns false for anything else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  close(): void;
}

/** Watches index.html in a folder. */
export function watchPage(directory: string): WatchedPage {
  const file = join(directory, "index.html");
  const listeners = new Set<ServerResponse>();
  // Polling the path survives a build that removes the folder or moves a new file into its place.
  const onChange = (
    now: { readonly size: number; readonly mtimeMs: number },
    before: { readonly mtimeMs: number },
  ) => {
    if (now.size === 0 || now.mtimeMs === before.mtimeMs) return;
    for (const listener of listeners) listener.write("data: changed\n\n");
  };
  watchFile(file, { interval: POLL_MS }, onChange);

  return {
    answer(request, response) {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      if (pathname === EVENTS) {
        response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        response.write("\n");
        listeners.add(response);
        response.once("close", () => listeners.delete(response));
        return true;
      }
      if (pathname !== "/" && pathname !== "/index.html") return false;
      void sendPage(file, response);
      return true;
    },
    close() {
      unwatchFile(file, onChange);
      for (const listener of listeners) listener.end();
    },
  };
}

async function sendPage(file: string, response: ServerResponse): Promise<void> {
  try {
    const html = await readFile(file, "utf8");
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
    response.end(html.replace(/<\/body>\s*<\/html>\s*$/, `${SCRIPT}$&`));
  } catch {
    response
      .writeHead(404, { "Content-Type": "text/plain; charset=utf-8" })
      .end("The page is not built yet.\n");
  }
}
