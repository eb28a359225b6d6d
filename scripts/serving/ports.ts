/** Looks whether ports are free before anything is built. */
import { once } from "node:events";
import { createServer } from "node:net";
import { flagOf, type Ports, serverNames } from "./flags.ts";

/** Everything listens here and nowhere else. */
export const host = "127.0.0.1";

/** Says which of the wanted ports are taken, each with the way to choose another; empty when all are free. */
export async function findPortConflicts(ports: Ports): Promise<string[]> {
  const conflicts = await Promise.all(
    serverNames.map(async (name) => {
      const reason = await whyNotFree(ports[name]);
      if (reason === undefined) return [];
      return [
        `Port ${ports[name]}, meant for the ${name}, ${reason}. Choose another with ${flagOf(name)} <port>.`,
      ];
    }),
  );
  return conflicts.flat();
}

async function whyNotFree(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
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
