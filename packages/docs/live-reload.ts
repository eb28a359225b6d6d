/** Reloads the page in open browsers when it was built again. For development only. */
import { statSync } from "node:fs";
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
  let version = versionOf(file);
  const timer = setInterval(() => {
    const now = versionOf(file);
    if (!now || now === version) return;
    version = now;
    for (const listener of listeners) listener.write("data: changed\n\n");
  }, POLL_MS);

  return {
    answer(request, response) {
      const [path] = (request.url ?? "").split("?");
      if (path === EVENTS) {
        response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        response.write("\n");
        listeners.add(response);
        response.once("close", () => listeners.delete(response));
        return true;
      }
      if (path !== "/" && path !== "/index.html") return false;
      void sendPage(file, response);
      return true;
    },
    close() {
      clearInterval(timer);
      for (const listener of listeners) listener.end();
    },
  };
}

/** Changes whenever the file does; nothing while there is no page. */
function versionOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && found.size > 0 ? `${found.ino} ${found.mtimeMs}` : undefined;
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
