/** Where the repository is, and the environment its commands give to the processes they start. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds this repository. */
export const repositoryRoot: string = fileURLToPath(new URL("../..", import.meta.url));

/** Nothing that the pipeline starts may report home or ask for updates. */
const SILENCE = {
  DO_NOT_TRACK: "1",
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
};

/** The environment for a child process: the commands of `root` and pnpm are on PATH, and nothing phones home. */
export function childEnvironment(root: string = repositoryRoot): NodeJS.ProcessEnv {
  const path = [join(root, "node_modules", ".bin"), process.env.PATH ?? "", ...pnpmFolder()].join(delimiter);
  return { ...process.env, ...SILENCE, PATH: path };
}

let pnpmFromNpx: string | undefined;

/**
 * Turborepo calls `pnpm` for every task. Started by `npx pnpm@12 …`, scripts find it on PATH; started by `node` directly,
 * they let npx fetch the same release line and take it from there.
 */
function pnpmFolder(): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter);
  if (folders.some((folder) => existsSync(join(folder, "pnpm")))) return [];
  pnpmFromNpx ??= execFileSync("npx", ["--yes", "--package=pnpm@12", "-c", "command -v pnpm"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return [dirname(pnpmFromNpx)];
}
