/** The environment of somebody who has just opened a terminal. */
import { delimiter, join, sep } from "node:path";

/** What npm, npx, pnpm and Turborepo tell the processes that they start. */
const fromAPackageManager =
  /^(npm_(lifecycle|package)_|npm_(command|execpath|node_execpath)$|npm_config_(user_agent|node_gyp)$|pnpm_config_verify_deps_before_run$|PNPM_|TURBO_|__TURBO|REDOCLY_|INIT_CWD$|NODE$|NODE_OPTIONS$|NODE_PATH$|DO_NOT_TRACK$)/;

/**
 * Takes out of `env` all that running inside this repository has put in: variables, and commands of `node_modules` on
 * PATH. With `caches`, npm and pnpm keep their downloads in that folder and not where they have some already.
 */
export function cleanEnvironment(env: NodeJS.ProcessEnv, caches?: string): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !fromAPackageManager.test(name));
  const path = (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.split(sep).includes("node_modules"))
    .join(delimiter);
  const cold = caches && {
    npm_config_cache: join(caches, "npm"),
    pnpm_config_store_dir: join(caches, "store"),
    pnpm_config_cache_dir: join(caches, "pnpm"),
  };
  return { ...Object.fromEntries(others), PATH: path, ...cold };
}
