/** Serves the site while it is written: what `build/generate.ts` writes is shown at once. */
import { dev } from "astro";
import { root } from "./folders.ts";

process.env.ASTRO_TELEMETRY_DISABLED = "1";

await dev({ root, server: { host: "127.0.0.1", port: 8081 } });
