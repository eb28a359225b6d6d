/** Finds the browser that tests, screenshots and benchmarks drive, or downloads one. */
import { execFile } from "node:child_process";
import { constants, existsSync } from "node:fs";
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

export type { Browser, BrowserContext, BrowserContextOptions, Page, ViewportSize } from "playwright-core";

const run = promisify(execFile);

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Where Chrome and Chromium are on systems that do not put them on PATH. */
const knownPaths: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

const downloadLimitMs = 300_000;

/** Chromium takes only the last list of features to switch off. This is Playwright's, and what a test never sees. */
const disabledFeatures = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "TcpPortRandomizationWin",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "msForceBrowserSignIn",
  "msEdgeUpdateLaunchServicesPreferredVersion",
  // Two pages of the address bar, which each navigation renders again: a sixth of what it takes to load a page.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
];

/** Works as root and without a display, and makes no request of its own. */
const launchArgs = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  `--disable-features=${disabledFeatures.join(",")}`,
];

/** What {@link findChromium} looks at, and what it may do when there is no browser. Tests replace parts of it. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** Where Playwright's download of Chromium is, or would be. */
  readonly downloadPath: string;
  /** Downloads Chromium to {@link downloadPath}. Rejects when the network does not allow it. */
  readonly download: () => Promise<unknown>;
  /** Installs Debian's package. */
  readonly installPackage: () => Promise<unknown>;
}

/** Starts a headless Chromium or Chrome with `args` beside those that any machine needs. */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: [...launchArgs, ...args] });
}

/**
 * The path of a Chromium or Chrome executable: `CHROMIUM_PATH`, an installed browser, or Playwright's download in its own
 * cache, which it makes if there is none yet. Only on a CI machine, as root, a failed download makes it install Debian's
 * package.
 *
 * @throws Error that says how to install a browser, when there is none and none can be downloaded.
 */
export async function findChromium(machine: Machine = thisMachine()): Promise<string> {
  const { env, platform, isRoot, downloadPath } = machine;
  const chosen = env.CHROMIUM_PATH;
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is "${chosen}", which is not an executable file.`);
  }
  const installed = await findInstalled(env, platform);
  if (installed) return installed;
  if (existsSync(downloadPath)) return downloadPath;

  try {
    await machine.download();
    return downloadPath;
  } catch (cause) {
    if (env.CI !== "true" || !isRoot || !(await findCommand("apt-get", env))) throw noBrowser(cause);
    await machine.installPackage();
    const path = await findInstalled(env, platform);
    if (path) return path;
    throw noBrowser(cause);
  }
}

function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    downloadPath: chromium.executablePath(),
    download,
    installPackage,
  };
}

function noBrowser(cause: unknown): Error {
  const text =
    "No Chromium or Chrome was found, and Playwright could not download one. Install a browser " +
    "(Debian: apt-get install chromium; macOS: brew install --cask chromium), or set CHROMIUM_PATH to an executable.";
  return new Error(text, { cause });
}

async function findInstalled(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<string | undefined> {
  for (const command of commands) {
    const path = await findCommand(command, env);
    if (path) return path;
  }
  for (const path of knownPaths[platform] ?? []) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Playwright locks its cache, so that of several processes one downloads and the others wait. */
async function download(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve("playwright-core/package.json"));
  process.stderr.write("Downloading Chromium into Playwright's cache (once)…\n");
  const args = [join(folder, "cli.js"), "install", "--no-shell", "chromium"];
  await run(process.execPath, args, { timeout: downloadLimitMs });
}

async function installPackage(): Promise<void> {
  process.stderr.write("Installing Debian's chromium package (once, about a minute)…\n");
  // Several tests may come here at once. flock needs a file to lock that stays; whoever is second has nothing to install.
  const script = [
    "set -e",
    "if command -v chromium >/dev/null; then exit 0; fi",
    "export DEBIAN_FRONTEND=noninteractive",
    "apt-get update -qq",
    "apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 chromium",
  ].join("\n");
  const lock = ["--timeout", "600", "/usr/bin/apt-get"];
  await run("flock", [...lock, "sh", "-c", script], { maxBuffer: 64 * 1024 * 1024 });
}

async function findCommand(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    if (!folder) continue;
    const path = join(folder, command);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
