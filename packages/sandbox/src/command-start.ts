import { readFile } from "node:fs/promises";
import { ApiError } from "@partner-referrals/server/api-error";
import type { CommonOptions, StartedServer } from "@partner-referrals/server/cli";
import { isLoopback } from "@partner-referrals/server/hosts";
import { bodies, readBody } from "./admin/bodies.ts";
import type { Seed } from "./admin/seed.ts";
import { operationNamed } from "./contract/operations.ts";
import { startServer } from "./sandbox.ts";

/** What the command line says. */
export interface CommandOptions extends CommonOptions {
  readonly data: string | undefined;
  readonly database: string | undefined;
  readonly controlKey: string | undefined;
  readonly publicUrl: string | undefined;
  readonly maxUniverses: number | undefined;
  /** The name of the file. */
  readonly seedFile: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly allowedWebhookHosts: readonly string[];
}

/**
 * Starts the sandbox that a command line asks for.
 *
 * @throws an error whose message says why it cannot start.
 */
export async function start(given: CommandOptions): Promise<StartedServer> {
  const { seedFile, data, database, controlKey, publicUrl, maxUniverses: max, ...options } = given;
  try {
    const seed = seedFile === undefined ? undefined : await readSeed(seedFile);
    const server = await startServer({
      ...options,
      ...(data !== undefined && { data }),
      ...(database !== undefined && { database }),
      ...(controlKey !== undefined && { controlKey }),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(max !== undefined && { maxUniverses: max }),
      ...(seed !== undefined && { seed }),
    });
    return { banner: banner(server.url, given) + exposureWarning(given), close: server.close };
  } catch (error) {
    if (error instanceof ApiError)
      throw new Error(`${seedFile} cannot be used: ${error.message}`, { cause: error });
    throw error;
  }
}

function banner(url: string, { data, database }: CommandOptions): string {
  const { path } = operationNamed("listReferrals");
  const where = database === undefined ? (data === undefined ? "in memory" : `in ${data}`) : hostOf(database);
  return `Sandbox of the referrals API: ${url} (referrals ${where})
curl -H "Authorization: Bearer Proseware:admin" "${url}${path}"
`;
}

/** Without the password. */
function hostOf(database: string): string {
  const url = URL.parse(database);
  return `in PostgreSQL at ${url?.host}${url?.pathname}`;
}

/** What other machines can do once they reach the sandbox. */
function exposureWarning({ host = "127.0.0.1", controlKey }: CommandOptions): string {
  if (isLoopback(host)) return "";
  const admin = controlKey === undefined ? "is off" : "needs the control key";
  return `Warning: on ${host} other machines can read and change all referrals with any token, and have events sent. The admin API ${admin}.\n`;
}

async function readSeed(file: string): Promise<Seed> {
  // A cast: the body is valid, and its referrals are validated when they are loaded.
  return readBody(bodies.seed, await readFile(file)) as Seed;
}
