/** Where the repository is, and the environment its commands give to the processes they start. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The folder that holds this repository. */
export const repositoryRoot: string = join(import.meta.dirname, "../..");

/** Nothing that the pipeline starts may report home or ask for updates. */
const noTelemetry = {
  DO_NOT_TRACK: "1",
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
};

/** The environment for a child process: the commands of `root` and pnpm are on PATH, and nothing phones home. */
export function childEnvironment(root: string = repositoryRoot): NodeJS.ProcessEnv {
  const folders = [join(root, "node_modules", ".bin"), ...pathFolders(), ...pnpmFolder()];
  return { ...process.env, ...noTelemetry, [pathVariable()]: folders.join(delimiter) };
}

/** Windows calls it `Path`, and an environment with both spellings is undefined behaviour. */
function pathVariable(): string {
  return Object.keys(process.env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
}

function pathFolders(): string[] {
  return (process.env[pathVariable()] ?? "").split(delimiter);
}

let pnpmFromNpx: string[] | undefined;

/**
 * Turborepo runs each task with `pnpm`. Started by `npx pnpm@12 …`, scripts find it on PATH; started by `node` directly,
 * they let npx fetch the same release line and use that.
 */
function pnpmFolder(): string[] {
  const hasPnpm = (folder: string) => existsSync(join(folder, "pnpm"));
  if (pathFolders().some(hasPnpm)) return [];
  const printPath = ["--yes", "--package=pnpm@12", "-c", `node -p process.env.${pathVariable()}`];
  pnpmFromNpx ??= execFileSync("npx", printPath, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    // npx is a batch file on Windows, which only a shell runs.
    shell: process.platform === "win32",
  })
    .trim()
    .split(delimiter)
    .filter(hasPnpm)
    .slice(0, 1);
  return pnpmFromNpx;
}
