import { join } from "node:path";
import { launchChromium } from "@partner-referrals/browser";
import { build, preview } from "vite";
import type { ScenarioResult, scenario } from "../app/src/scenario.ts";

/** Builds the app's page with Vite as an author would, opens it in Chromium, and returns what the app observed. */
export async function runInChromium(folder: string, baseUrl: string): Promise<ScenarioResult> {
  const site = {
    root: folder,
    configFile: false as const,
    logLevel: "warn" as const,
    build: { outDir: join(folder, "vite") },
  };
  await build(site);
  const host = await preview({ ...site, preview: { host: "127.0.0.1", port: 0 } });
  try {
    return await runPage(host.resolvedUrls?.local[0] ?? "", baseUrl);
  } finally {
    await host.close();
  }
}

async function runPage(pageUrl: string, baseUrl: string): Promise<ScenarioResult> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(pageUrl, { timeout: 30_000 });
    if (errors.length > 0) throw new Error(errors.join("\n"));
    // A cast, because only the page knows what it has put there.
    return await page.evaluate(
      (url) => (globalThis as unknown as { scenario: typeof scenario }).scenario(url),
      baseUrl,
    );
  } finally {
    await browser.close();
  }
}
