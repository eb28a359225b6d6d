/** Where the build reads and writes. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

/** DOCS_FOLDER builds into another folder, which tests do. */
const target = process.env.DOCS_FOLDER ?? root;

export const dist = join(target, "dist");
const generated = join(target, "generated");

/** Each page as Markdown, for Astro. */
export const pagesFolder = join(generated, "pages");
/** What the site offers for download, and what Redoc loads. */
export const publicFolder = join(generated, "public");
export const samplesFolder = join(generated, "samples");
/** What Astro makes of them. */
export const htmlFolder = join(generated, "html");
export const cacheFolder = join(generated, "cache");
export const navigationFile = join(generated, "navigation.json");
