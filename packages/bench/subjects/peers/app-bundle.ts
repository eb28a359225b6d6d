/** The little app of each client, as a browser would load it. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ReferralCreate } from "@partner-referrals/types";
import { build } from "esbuild";
import { generatedFolder } from "./generate.ts";

/** What every app in `apps/` offers: it creates, gets and lists. */
export interface App {
  create(referral: ReferralCreate): Promise<unknown>;
  get(id: string): Promise<unknown>;
  list(top: number): Promise<unknown>;
}

/** The file of an app's source. */
export function appFile(name: string): string {
  return join(import.meta.dirname, "apps", `${name}.ts`);
}

/** Bundles and minifies an app into a file, and returns its name. */
export async function bundleApp(name: string): Promise<string> {
  const outfile = join(generatedFolder, "bundles", `${name}.mjs`);
  const options = { bundle: true, minify: true, format: "esm", target: "es2022" } as const;
  await build({ ...options, entryPoints: [appFile(name)], outfile, logLevel: "error" });
  return outfile;
}

/** Bundles an app, loads it and connects it to a server. */
export async function connectApp(name: string, baseUrl: string, token: string): Promise<App> {
  const file = await bundleApp(name);
  const module: { connect(baseUrl: string, token: string): App } = await import(pathToFileURL(file).href);
  return module.connect(baseUrl, token);
}
