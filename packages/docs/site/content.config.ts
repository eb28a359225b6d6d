/// <reference types="astro/client" />
import { defineCollection } from "astro:content";
import { docsSchema } from "@astrojs/starlight/schema";
import { glob } from "astro/loaders";
import { z } from "astro/zod";
import { pagesFolder } from "../build/folders.ts";

export const collections = {
  docs: defineCollection({
    loader: glob({
      pattern: "**/*.md",
      base: pagesFolder,
      // Nothing but the rendered page is shown.
      retainBody: false,
      // `dev` renders the page that is asked for from its file, and need not wait until a changed one is in the store.
      deferRender: import.meta.env.DEV,
    }),
    schema: docsSchema({
      extend: z.object({ kind: z.string().optional(), deprecated: z.boolean().optional() }),
    }),
  }),
};
