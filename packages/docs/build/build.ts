/** The build step of this package: what build/generate.ts has written in, dist/ out. */
import { readFile } from "node:fs/promises";
import { build } from "astro";
import { postprocess } from "../postprocess/postprocess.ts";
import { dist, htmlFolder, root, summariesFile } from "./folders.ts";

process.env.ASTRO_TELEMETRY_DISABLED = "1";

await build({ root, logLevel: "error" });
const pages = JSON.parse(await readFile(summariesFile, "utf8"));
await postprocess({ html: htmlFolder, dist, pages, url: process.env.DOCS_URL });
