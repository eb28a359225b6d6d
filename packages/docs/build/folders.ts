/** Where the build reads and writes. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

export const dist = join(root, "dist");
/** The samples as they are shown, to be type-checked and run by the tests. */
export const samplesFolder = join(root, "generated/samples");

/** What one step of the build leaves to the next. */
const work = join(root, ".build");

/** Each page as Markdown, for Astro. */
export const pagesFolder = join(work, "pages");
/** What the site offers for download, and what Redoc loads. */
export const publicFolder = join(work, "public");
/** What Astro makes of them. */
export const htmlFolder = join(work, "html");
export const cacheFolder = join(work, "cache");
export const navigationFile = join(work, "navigation.json");
