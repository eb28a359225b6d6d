/** Looks whether ports are free before anything is built. */
import { once } from "node:events";
import { createServer } from "node:net";
import type { ServingFlags } from "./flags.ts";

/** Everything listens here and nowhere else. */
export const HOST = "127.0.0.1";

/** Says which of the wanted ports are taken, each with the way to choose another; empty when all are free. */
export async function busyPorts({ mockPort, docsPort }: ServingFlags): Promise<string[]> {
  const wanted = [
    { name: "mock", port: mockPort, flag: "--mock-port" },
    { name: "docs", port: docsPort, flag: "--docs-port" },
  ];
  const complaints = await Promise.all(
    wanted.map(async ({ name, port, flag }) => {
      const reason = await whyNotFree(port);
      if (reason === undefined) return [];
      return [`Port ${port}, meant for the ${name}, ${reason}. Choose another with ${flag} <port>.`];
    }),
  );
  return complaints.flat();
}

async function whyNotFree(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, "listening");
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") return "is in use";
    if (code === "EACCES") return "may not be used by this user";
    throw error;
  } finally {
    server.close();
  }
}
