import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { ScenarioResult } from "../app/src/scenario.ts";
import { binary } from "./binary.ts";

const files = {
  "linux-x64": "@cloudflare/workerd-linux-64/bin/workerd",
  "linux-arm64": "@cloudflare/workerd-linux-arm64/bin/workerd",
  "darwin-arm64": "@cloudflare/workerd-darwin-arm64/bin/workerd",
};

/** A worker without Node's modules, that may only talk to this machine. */
const config = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ( name = "app",
      worker = (
        modules = [ (name = "worker.js", esModule = embed "worker.js") ],
        compatibilityDate = "2025-01-01",
        globalOutbound = "this-machine",
      ) ),
    (name = "this-machine", network = (allow = ["local"])),
  ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "app") ],
);
`;

/** Bundles the app's worker as an author would, runs it in workerd, and returns what the app observed. */
export async function runInWorkerd(folder: string, baseUrl: string): Promise<ScenarioResult> {
  const output = join(folder, "workerd");
  await build({
    entryPoints: [join(folder, "src/worker.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    outdir: output,
    logLevel: "error",
  });
  writeFileSync(join(output, "config.capnp"), config);
  const args = ["serve", "--control-fd=3", join(output, "config.capnp")];
  const workerd = spawn(binary("workerd", files, "workerd"), args, {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const stop = () => workerd.kill("SIGKILL");
  process.once("exit", stop);
  try {
    const port = await listeningPort(workerd);
    const url = `http://127.0.0.1:${port}/?service=${encodeURIComponent(baseUrl)}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`The worker responded with ${response.status}: ${text}`);
    return JSON.parse(text);
  } finally {
    process.off("exit", stop);
    stop();
  }
}

/** workerd reports its port on a file descriptor of its own. */
async function listeningPort(workerd: ChildProcess): Promise<number> {
  let printed = "";
  workerd.stderr?.on("data", (data) => {
    printed += data;
  });
  const ended = once(workerd, "close").then(() => {
    throw new Error(`workerd ended:\n${printed}`);
  });
  const message = once(workerd.stdio[3] ?? workerd, "data");
  const [data] = await Promise.race([message, ended]);
  return JSON.parse(String(data)).port;
}
