/** Where the build reads and writes. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

/** DOCS_FOLDER builds into another folder, which tests do. */
const target = process.env.DOCS_FOLDER ?? root;

export const dist = join(target, "dist");
/** The samples as they are shown, to be type-checked and run by the tests. */
export const samplesFolder = join(target, "generated/samples");

/** What one step of the build leaves to the next. */
const work = join(target, ".build");

/** Each page as Markdown, for Astro. */
export const pagesFolder = join(work, "pages");
/** What the site offers for download, and what Redoc loads. */
export const publicFolder = join(work, "public");
/** What Astro makes of them. */
export const htmlFolder = join(work, "html");
export const cacheFolder = join(work, "cache");
export const navigationFile = join(work, "navigation.json");
