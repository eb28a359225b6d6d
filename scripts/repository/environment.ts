/** Where the repository is, and the environment its commands give to the processes they start. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
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

/** The environment for a child process: the commands of `root` come first on PATH, and nothing phones home. */
export function childEnvironment(root: string = repositoryRoot, env = process.env): NodeJS.ProcessEnv {
  const path = [join(root, "node_modules", ".bin"), env.PATH ?? ""].join(delimiter);
  return { ...env, ...SILENCE, PATH: path };
}

/** Says whether a command of that name is on the PATH of `env`. */
export function isOnPath(command: string, env: NodeJS.ProcessEnv): boolean {
  const names = process.platform === "win32" ? [`${command}.cmd`, `${command}.exe`] : [command];
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.some((folder) => names.some((name) => existsSync(join(folder, name))));
}
