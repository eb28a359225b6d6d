/** Serves the pages as they are on disk now: a page is rendered when it is asked for, and a browser shows what is saved. */
import { root } from "./build/folders.ts";
import type { DocsServer, ServeOptions } from "./serve.ts";

/** Without what only the whole site has: its search, relative links and the policy of its pages. */
export async function watchDocs({ port, host = "127.0.0.1" }: ServeOptions): Promise<DocsServer> {
  process.env.ASTRO_TELEMETRY_DISABLED = "1";
  // Astro takes long to load, and `start` has no use for it.
  const { dev } = await import("astro");
  const server = await dev({ root, logLevel: "error", server: { port, host } });
  return { url: `http://${host}:${server.address.port}/`, close: () => server.stop() };
}
