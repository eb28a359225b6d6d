import { createRequire } from "node:module";

/** The systems that these tests have runtimes for. */
type System = "linux-x64" | "linux-arm64" | "darwin-arm64";

/**
 * Finds the executable of a runtime in the npm package that carries it for this system.
 *
 * @param owner the package that depends on those packages, if it is not ours.
 * @throws Error if there is none for this system, or it is not installed: a runtime that was not tried is not proven.
 */
export function binary(runtime: string, files: Readonly<Record<System, string>>, owner?: string): string {
  const system = `${process.platform}-${process.arch}`;
  const file = Object.entries(files).find(([name]) => name === system)?.[1];
  if (!file) {
    throw new Error(`${runtime} cannot be tried on ${system}, only on ${Object.keys(files).join(", ")}.`);
  }
  const require = createRequire(import.meta.url);
  try {
    return (owner ? createRequire(require.resolve(`${owner}/package.json`)) : require).resolve(file);
  } catch (cause) {
    throw new Error(`${runtime} is not installed: ${file} is missing. Run pnpm install.`, { cause });
  }
}
