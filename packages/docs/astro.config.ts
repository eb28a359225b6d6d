/** The site around the guides and the reference. What it shows, build/generate.ts has written before. */
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import { cacheFolder, htmlFolder, pagesFolder, publicFolder } from "./build/folders.ts";
import { readNavigation } from "./build/navigation.ts";
import { searchRanking } from "./site/search-ranking.ts";

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
    starlight({
      title: "Partner referrals",
      favicon: "favicon.svg",
      customCss: ["./site/styles/site.css", "./site/styles/reference.css", "./site/styles/diagrams.css"],
      components: { Head: "./site/components/Head.astro" },
      sidebar: readNavigation(),
      pagefind: { ranking: searchRanking },
      markdown: { processedDirs: [pagesFolder] },
      expressiveCode: {
        themes: ["github-light", "github-dark"],
        shiki: { transformers: [withoutTimeLimit] },
      },
    }),
  ],
});
