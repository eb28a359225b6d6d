/**
 * `pnpm docs:dev`: shows the site at its own address and reloads it when a guide, a snippet or anything else of this
 * package is saved. It shows what was built of the other packages; `pnpm dev` rebuilds those too, but takes longer.
 */
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dev } from "astro";
import { root } from "./build/folders.ts";

const WATCHED = ["build", "guides", "page", "samples", "snippets"];
/** Editors save a file in several steps. */
const QUIET_MS = 150;

const { values } = parseArgs({ options: { port: { type: "string", default: "8081" } } });
process.env.ASTRO_TELEMETRY_DISABLED = "1";

/** A process of its own, as modules that were saved have to be read again. */
function generate(): Promise<boolean> {
  const child = spawn(process.execPath, [join(root, "build/generate.ts")], { stdio: "inherit" });
  return new Promise((resolve) => child.once("close", (code) => resolve(code === 0)));
}

if (!(await generate())) process.exit(1);
const server = await dev({ root, server: { port: Number(values.port), host: "127.0.0.1" } });

let timer: NodeJS.Timeout | undefined;
let running = Promise.resolve(true);
for (const folder of WATCHED) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(generate);
    }, QUIET_MS);
  });
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, async () => {
    await server.stop();
    process.exit();
  });
}
