/**
 * `node screenshots.ts [folder]`: pictures of the main pages of the built site, on a desk, on a phone, in the dark and
 * on paper, for a person to look at.
 */
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  type Browser,
  type BrowserContextOptions,
  launchChromium,
  type Page,
} from "@partner-referrals/browser";
import { eventPath, operationPath, schemaPath } from "./reference/addresses.ts";
import { serveDocs } from "./serve.ts";

interface Shot {
  readonly name: string;
  readonly path: string;
  /** What a reader does before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
  /** For pages that are far too long for one picture. */
  readonly screenOnly?: boolean;
}

const searchText = "etag";

const devices: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: "light" },
};

const shots: readonly Shot[] = [
  { name: "first-page", path: "" },
  ...["getting-started", "create-a-co-sell-deal", "work-the-pipeline", "find-referrals", "handle-errors"].map(
    (guide) => ({ name: guide, path: `guides/${guide}/` }),
  ),
  { name: "reference", path: "reference/" },
  { name: "operation", path: `${operationPath("updateReferral")}/` },
  { name: "form", path: `${operationPath("createReferral")}/`, screenOnly: true, act: openForm },
  { name: "event", path: `${eventPath("referral-created")}/` },
  { name: "schema", path: `${schemaPath("Referral")}/` },
  { name: "client", path: "packages/client/" },
  { name: "workflow", path: "workflows/shared-referral/" },
  { name: "changelog", path: "changelog/" },
  { name: "search", path: "", screenOnly: true, act: search },
  { name: "focus", path: "", screenOnly: true, act: moveFocus },
  { name: "navigation", path: "guides/find-referrals/", screenOnly: true, act: openNavigation },
];

const printed: Shot = { name: "work-the-pipeline", path: "guides/work-the-pipeline/" };

async function search(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Search" }).first().click();
  await page.locator("site-search input").fill(searchText);
  await page.locator("site-search li a").first().waitFor();
}

async function openForm(page: Page): Promise<void> {
  await page.locator("details.try-it > summary").click();
  await page.getByRole("button", { name: /^Send / }).scrollIntoViewIfNeeded();
}

/** Past the header, to a link of the navigation. */
async function moveFocus(page: Page): Promise<void> {
  for (let time = 0; time < 6; time++) await page.keyboard.press("Tab");
}

/** It is there already where the screen is wide. */
async function openNavigation(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Menu" });
  if (await button.isVisible()) await button.click();
}

async function takeAll(browser: Browser, url: string, folder: string): Promise<void> {
  for (const [device, options] of Object.entries(devices)) {
    const context = await browser.newContext(options);
    for (const shot of shots) {
      await take(await context.newPage(), url, shot, join(folder, `${shot.name}.${device}.png`));
    }
    await context.close();
  }
  // A4, printed by somebody who reads in the dark.
  const paper = await browser.newPage({ ...devices.dark, viewport: { width: 794, height: 1123 } });
  await paper.emulateMedia({ media: "print" });
  await take(paper, url, printed, join(folder, `${printed.name}.paper.png`));
}

async function take(page: Page, url: string, shot: Shot, file: string): Promise<void> {
  await page.goto(`${url}${shot.path}`, { waitUntil: "networkidle" });
  await shot.act?.(page);
  await page.screenshot({ path: file, fullPage: !shot.screenOnly, animations: "disabled" });
  await page.close();
}

function readFolder(): string | undefined {
  try {
    const { positionals } = parseArgs({ allowPositionals: true });
    return positionals[0];
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\nUsage: node screenshots.ts [folder]`);
    process.exit(2);
  }
}

const folder = resolve(readFolder() ?? (await mkdtemp(join(tmpdir(), "docs-screenshots-"))));
await mkdir(folder, { recursive: true });
const server = await serveDocs({ port: 0 });
const browser = await launchChromium();
try {
  await takeAll(browser, server.url, folder);
} finally {
  await browser.close();
  await server.close();
}
console.log(folder);
