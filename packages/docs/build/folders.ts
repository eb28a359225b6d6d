/** Where the build reads and writes. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../", import.meta.url));

export const dist: string = join(root, "dist");
/** The samples as they are shown, to be type-checked and run by the tests. */
export const samplesFolder: string = join(root, "generated/samples");

/** What one step of the build leaves to the next. */
const work = join(root, ".build");

/** Each page as Markdown, for Astro. */
export const pagesFolder: string = join(work, "pages");
/** What the site offers for download. */
export const publicFolder: string = join(work, "public");
/** What Astro makes of them. */
export const htmlFolder: string = join(work, "html");
export const cacheFolder: string = join(work, "cache");
export const navigationFile: string = join(work, "navigation.json");
/** What the pages are, without what they say. */
export const summariesFile: string = join(work, "pages.json");
/** Where the files of `publicFolder` are made, so that a server of those has them all the time. */
export const newPublicFolder: string = join(work, "public.new");
