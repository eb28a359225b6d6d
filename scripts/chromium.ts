/** Finds the browser that tests and benchmarks drive, and installs it where that needs no question. */
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Where Chrome and Chromium live on systems that do not put them on PATH. */
const WELL_KNOWN: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  ],
};

const HOW_TO_GET_ONE =
  "Install Chromium (Debian: apt-get install chromium; macOS: brew install --cask chromium) " +
  "or set CHROMIUM_PATH to the executable of a Chromium or Chrome you have.";

/** Arguments for `chromium.launch({ executablePath, args })`: works as root, without a display, and phones nobody. */
export const chromiumArgs: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * Returns the path of a Chromium or Chrome executable: `CHROMIUM_PATH`, then PATH, then the system's usual places.
 * On Debian it installs the distribution's package if none is there and no password is needed.
 *
 * @throws Error that says how to install a browser, when there is none and none can be installed.
 */
export async function findChromium(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  const chosen = env.CHROMIUM_PATH;
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is "${chosen}", which is not an executable file. ${HOW_TO_GET_ONE}`);
  }
  const found = await findInstalled(env, platform);
  if (found) return found;

  await installFromDebian(env);
  const installed = await findInstalled(env, platform);
  if (installed) return installed;
  throw new Error(`The chromium package is installed but its command is not on PATH. ${HOW_TO_GET_ONE}`);
}

async function findInstalled(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<string | undefined> {
  for (const command of COMMANDS) {
    const path = await findCommand(command, env);
    if (path) return path;
  }
  for (const path of WELL_KNOWN[platform] ?? []) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function installFromDebian(env: NodeJS.ProcessEnv): Promise<void> {
  const aptGet = await findCommand("apt-get", env);
  if (!aptGet) throw new Error(`No Chromium or Chrome was found. ${HOW_TO_GET_ONE}`);
  const asRoot = await commandPrefixForRoot(env);
  if (!asRoot) {
    throw new Error(
      `No Chromium or Chrome was found, and installing one needs a root password. ${HOW_TO_GET_ONE}`,
    );
  }

  process.stderr.write("Installing Debian's chromium package (once, about a minute)…\n");
  // One process installs, the others wait: flock needs a file it may read, and apt-get itself is one that stays.
  // Whoever gets the lock second finds the command and does nothing.
  const script = [
    "set -e",
    "if command -v chromium >/dev/null; then exit 0; fi",
    "export DEBIAN_FRONTEND=noninteractive",
    "apt-get update -qq",
    "apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 chromium",
  ].join("\n");
  const command = [...asRoot, "flock", "--timeout", "600", aptGet, "sh", "-c", script];
  try {
    await run(command[0] ?? "flock", command.slice(1), { env, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw new Error(`Installing chromium with apt-get failed. ${HOW_TO_GET_ONE}`, { cause: error });
  }
}

/** An empty prefix for root, `sudo -n` where sudo asks for no password, nothing otherwise. */
async function commandPrefixForRoot(env: NodeJS.ProcessEnv): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  try {
    await run("sudo", ["-n", "true"], { env });
    return ["sudo", "-n"];
  } catch {
    return undefined;
  }
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
