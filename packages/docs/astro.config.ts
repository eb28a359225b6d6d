/** The site around the guides and the reference. What it shows, build/generate.ts has written before. */
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import { cacheFolder, htmlFolder, navigationFile, pagesFolder, publicFolder } from "./build/folders.ts";
import { readNavigation } from "./build/navigation.ts";

/** Shiki leaves a line uncoloured after half a second: a busy machine would build other pages than an idle one. */
const withoutTimeLimit = {
  preprocess(_code: string, options: object): void {
    Object.assign(options, { tokenizeTimeLimit: 0 });
  },
};

export default defineConfig({
  srcDir: "./site",
  publicDir: publicFolder,
  outDir: htmlFolder,
  cacheDir: cacheFolder,
  devToolbar: { enabled: false },
  build: { inlineStylesheets: "never" },
  // Scripts find each other below any path.
  vite: {
    experimental: {
      renderBuiltUrl: (_, { hostType }) => (hostType === "js" ? { relative: true } : undefined),
    },
  },
  integrations: [
    {
      name: "navigation",
      // A server starts again when it changes.
      hooks: { "astro:config:setup": ({ addWatchFile }) => addWatchFile(navigationFile) },
    },
    starlight({
      title: "Partner referrals",
      favicon: "favicon.svg",
      customCss: ["site", "search", "reference", "diagrams"].map((name) => `./site/styles/${name}.css`),
      components: { Head: "./site/components/Head.astro", Search: "./site/components/Search.astro" },
      sidebar: readNavigation(),
      markdown: { processedDirs: [pagesFolder] },
      expressiveCode: {
        themes: ["github-light", "github-dark"],
        // Commands look like all other code.
        defaultProps: { overridesByLang: { "sh,bash": { frame: "code" } } },
        shiki: { transformers: [withoutTimeLimit] },
      },
    }),
  ],
});
