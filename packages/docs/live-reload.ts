/** Reloads the pages in open browsers when the site was built again. For development only. */
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, normalize } from "node:path";

const EVENTS = "/live-reload";
const SCRIPT_FILE = "/live-reload.js";
/** A file, not an inline script: the policy of the pages forbids those. */
const SCRIPT = `new EventSource("${EVENTS}").onmessage = () => location.reload();\n`;
const POLL_MS = 250;

export interface WatchedSite {
  /** Answers a request for a page or for the events; returns false for anything else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  close(): void;
}

/** Watches the first page in a folder: a build writes all of them. */
export function watchSite(directory: string): WatchedSite {
  const first = join(directory, "index.html");
  const listeners = new Set<ServerResponse>();
  // Polling the path survives a build that puts another folder into its place.
  let version = versionOf(first);
  const timer = setInterval(() => {
    const now = versionOf(first);
    if (!now || now === version) return;
    version = now;
    for (const listener of listeners) listener.write("data: changed\n\n");
  }, POLL_MS);

  return {
    answer(request, response) {
      const path = pathOf(request);
      if (path === EVENTS) {
        response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        response.write("\n");
        listeners.add(response);
        response.once("close", () => listeners.delete(response));
        return true;
      }
      if (path === SCRIPT_FILE) {
        response.writeHead(200, { "Content-Type": "text/javascript" }).end(SCRIPT);
        return true;
      }
      if (!path?.endsWith("/") && !path?.endsWith(".html")) return false;
      void sendPage(join(directory, path.endsWith("/") ? `${path}index.html` : path), response);
      return true;
    },
    close() {
      clearInterval(timer);
      for (const listener of listeners) listener.end();
    },
  };
}

/** The path of a request, which cannot lead out of a folder. Nothing when it is none. */
function pathOf(request: IncomingMessage): string | undefined {
  try {
    return normalize(decodeURIComponent((request.url ?? "").split("?")[0] ?? ""));
  } catch {
    return undefined;
  }
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
    response.end(html.replace(/<\/body>\s*<\/html>\s*$/, `<script src="${SCRIPT_FILE}"></script>$&`));
  } catch {
    response
      .writeHead(404, { "Content-Type": "text/plain; charset=utf-8" })
      .end("There is no such page, or it is not built yet.\n");
  }
}
