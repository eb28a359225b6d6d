import { readFile } from "node:fs/promises";
import { ownContract } from "../contract/own.ts";
import { at } from "../json.ts";
import type { RunningServer } from "../serve.ts";
import { type Command, readArguments, usage } from "./arguments.ts";
import { exampleCall } from "./example-call.ts";

/** Runs one command line. Sets the exit code: 2 for a wrong command line, 1 when the server cannot start. */
export async function run(args: readonly string[]): Promise<void> {
  let command: Command;
  try {
    command = readArguments(args);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if ("options" in command) await runServer(command);
  else process.stdout.write(command.run === "help" ? usage : `${await readVersion()}\n`);
}

async function runServer(command: Extract<Command, { run: "mock" | "proxy" }>): Promise<void> {
  let server: RunningServer;
  try {
    server = await start(command);
  } catch (error) {
    process.stderr.write(`${explain(error, command.options)}\n`);
    process.exitCode = 1;
    return;
  }
  const contract = await ownContract();
  const [subject, detail] =
    command.run === "mock" ? ["Mock", ""] : ["Proxy", ` in front of ${command.options.upstream}`];
  process.stdout.write(`${subject} of the ${contract.title}: ${server.url}${detail}\n`);
  process.stdout.write(`${exampleCall(contract, server.url)}\n`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
}

async function start(command: Extract<Command, { run: "mock" | "proxy" }>): Promise<RunningServer> {
  if (command.run === "mock") return (await import("../mock.ts")).startMock(command.options);
  return (await import("../proxy.ts")).startProxy(command.options);
}

function explain(
  error: unknown,
  { port = 4010, host = "127.0.0.1" }: { port?: number; host?: string },
): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `Port ${port} is busy. Choose another with --port.`;
  if (code === "EACCES") return `Port ${port} is not open to this user. Choose another with --port.`;
  if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL")
    return `This machine has no address ${host}. Choose another with --host.`;
  return messageOf(error);
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
