import { readFile } from "node:fs/promises";
import { operations } from "../contract/operations.ts";
import { bodies, readBody } from "../control/bodies.ts";
import type { Seed } from "../control/seed.ts";
import { Failure } from "../http/failure.ts";
import { at } from "../json.ts";
import type { SandboxServer } from "../start.ts";
import { type Command, readArguments, usage } from "./arguments.ts";

type ServerCommand = Extract<Command, { run: "server" }>;

/** Runs one command line. Sets the exit code: 2 for a wrong command line, 1 when the sandbox cannot start. */
export async function run(args: readonly string[]): Promise<void> {
  let command: Command;
  try {
    command = readArguments(args);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if (command.run === "server") await serve(command);
  else process.stdout.write(command.run === "help" ? usage : `${await readVersion()}\n`);
}

async function serve(command: ServerCommand): Promise<void> {
  let server: SandboxServer;
  try {
    const { seed: file, run: _, ...options } = command;
    const seed = file === undefined ? undefined : await readSeed(file);
    const { startServer } = await import("../start.ts");
    server = await startServer({ ...options, ...(seed !== undefined && { seed }) });
  } catch (error) {
    process.stderr.write(`${explain(error, command)}\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(banner(server.url, command));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
}

function banner(url: string, { data }: ServerCommand): string {
  const path = operations.get("listReferrals")?.path;
  const kept = data === undefined ? "in memory" : `in ${data}`;
  return `Sandbox of the referrals API: ${url} (referrals ${kept})
curl -H "Authorization: Bearer Proseware:admin" "${url}${path}"
`;
}

async function readSeed(file: string): Promise<Seed> {
  const bytes = await readFile(file);
  // A cast, because the body was checked; referrals are checked when they are planted.
  return readBody(bodies.seed, bytes) as Seed;
}

function explain(error: unknown, { port = 4020, host = "127.0.0.1", seed }: ServerCommand): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `Port ${port} is busy. Choose another with --port.`;
  if (code === "EACCES" && !isFileError(error))
    return `Port ${port} is not open to this user. Choose another with --port.`;
  if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL")
    return `This machine has no address ${host}. Choose another with --host.`;
  if (error instanceof Failure) return `${seed} cannot be used: ${error.message}`;
  return messageOf(error);
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "path" in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return String(at(manifest, "version"));
}
