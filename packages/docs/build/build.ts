/** The build step of this package: the contract, the guides and the packages' TSDoc in, dist/ out. */
import { build } from "astro";
import { postprocess } from "../postprocess/postprocess.ts";
import { dist, htmlFolder, root } from "./folders.ts";
import { generate } from "./generate.ts";

process.env.ASTRO_TELEMETRY_DISABLED = "1";

const pages = await generate();
await build({ root, logLevel: "error" });
await postprocess({ html: htmlFolder, dist, pages, url: process.env.DOCS_URL });
