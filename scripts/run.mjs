/**
 * `node scripts/run.mjs start|test|all [<script> <arguments>]`: installs what a command needs, and no more, from the one
 * lock file, and runs a TypeScript file with the Node that the repository brings. The first thing that runs in a new clone,
 * therefore JavaScript for the oldest Node that we promise. When nothing is to be installed, that takes milliseconds.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const isWindows = process.platform === "win32";
const stampFile = join(root, "node_modules", ".installed.json");

const without = (packages) => packages.map((name) => `--filter=!@partner-referrals/${name}`);

/** Foreign runtimes, generators, and peers to be measured. Others may read what these packages recorded. */
const heavy = without(["bench", "runtimes", "tools"]);

/** What pnpm installs for each kind of command, the smallest first. Each has all that those before it have. */
const sets = {
  /** The servers and the docs, and what builds them: without what only checks and tests run. */
  start: [
    "--filter=partner-referrals",
    "--filter=@partner-referrals/scripts...",
    ...without(["browser", "checks", "postgres"]),
    ...heavy,
  ],
  test: heavy,
  all: [],
};
const names = Object.keys(sets);

/** A hash of all that decides what is installed. */
function fingerprint() {
  const hash = createHash("sha256");
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".pnpmfile.mjs", "package.json"];
  const folders = [
    "spec",
    "scripts",
    ...readdirSync(join(root, "packages")).map((name) => `packages/${name}`),
  ];
  for (const file of [...files, ...folders.map((folder) => `${folder}/package.json`)]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function isInstalled(set, current) {
  try {
    const stamp = JSON.parse(readFileSync(stampFile, "utf8"));
    return stamp.fingerprint === current && names.indexOf(stamp.set) >= names.indexOf(set);
  } catch {
    return false;
  }
}

/** Runs `pnpm install`. A terminal gets its progress, a log what it printed when it failed. */
function install(set) {
  const isTerminal = process.stdout.isTTY === true;
  const child = spawn("pnpm", ["install", ...sets[set]], {
    cwd: root,
    stdio: isTerminal ? "inherit" : ["ignore", "pipe", "pipe"],
    // pnpm is a batch file on Windows, which only a shell runs.
    shell: isWindows,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", (cause) =>
      reject(new Error(`pnpm could not be started: ${cause.message}. Use npx --yes pnpm@12 <command>.`)),
    );
    child.on("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${output}\npnpm install ended with ${code}.`)),
    );
  });
}

/** Runs a script: in this process, unless its Node is the system's. Then with that of the repository, until it ends. */
async function run(script, args) {
  const file = join(root, script);
  const node = join(root, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");
  if (realpathSync(process.execPath) === realpathSync(node)) {
    // Most of the time of a command with nothing to do is taking types out of scripts.
    module.enableCompileCache(join(root, "node_modules", ".cache", "node"));
    process.argv.splice(1, process.argv.length, file, ...args);
    await import(pathToFileURL(file).href);
    return;
  }
  const child = spawn(node, [file, ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // A terminal sends Ctrl-C to both of us.
    process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
  }
  child.on("error", ({ message }) => fail(`${node} could not be started: ${message}`));
  child.on("close", (code) => process.exit(code ?? 1));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [set, script, ...args] = process.argv.slice(2);
if (!names.includes(set)) {
  console.error(`Usage: node scripts/run.mjs ${names.join("|")} [<script> <arguments>]`);
  process.exit(2);
}
if (!isInstalled(set, fingerprint())) {
  const began = Date.now();
  console.log(set === "all" ? "Installing everything …" : `Installing what \`${set}\` needs …`);
  await install(set).catch(({ message }) => fail(message));
  // Headers and npm: the package `node` links its program out of the one for the system, and leaves the rest, 60 MB.
  rmSync(join(root, "node_modules/node/node_modules"), { recursive: true, force: true });
  // pnpm may have written the lock file.
  writeFileSync(stampFile, JSON.stringify({ set, fingerprint: fingerprint() }));
  console.log(`Installed in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}
if (script) await run(script, args);
