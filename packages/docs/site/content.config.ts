/// <reference types="astro/client" />
import { defineCollection } from "astro:content";
import { docsSchema } from "@astrojs/starlight/schema";
import { glob } from "astro/loaders";
import { pagesFolder } from "../build/folders.ts";

export const collections = {
  docs: defineCollection({
    loader: glob({ pattern: "**/*.md", base: pagesFolder }),
    schema: docsSchema(),
  }),
};
