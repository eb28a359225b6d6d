/// <reference types="astro/client" />
import { defineCollection } from "astro:content";
import { docsSchema } from "@astrojs/starlight/schema";
import { glob } from "astro/loaders";
import { z } from "astro/zod";
import { pagesFolder } from "../build/folders.ts";

export const collections = {
  docs: defineCollection({
    loader: glob({ pattern: "**/*.md", base: pagesFolder }),
    schema: docsSchema({
      extend: z.object({ kind: z.string().optional(), deprecated: z.boolean().optional() }),
    }),
  }),
};
