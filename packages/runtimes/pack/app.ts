import { cpSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { run } from "./command.ts";
import { published, readManifest, tarball } from "./tarballs.ts";
import { workspace } from "./workspace.ts";

let installed: Promise<string> | undefined;

/** The folder of an app whose author has installed the client with npm, made once. */
export function app(): Promise<string> {
  installed ??= install();
  return installed;
}

async function install(): Promise<string> {
  const folder = join(workspace, "app");
  cpSync(join(import.meta.dirname, "../app"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
  const ours = [await tarball("client"), await tarball("types")].map(({ file }) => file);
  const others = thirdParties(join(repositoryRoot, published.client)).map(copy);
  // Offline with an empty cache, so that all it depends on must be among these.
  const cache = ["--offline", `--cache=${join(workspace, "npm-cache")}`];
  const options = ["--ignore-scripts", "--install-links", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...cache, ...options, ...ours, ...others], { cwd: folder });
  return folder;
}

/** The folders of all the packages of others that a package needs, and that they need. */
function thirdParties(folder: string): string[] {
  const { resolve } = createRequire(join(folder, "package.json"));
  const names = Object.keys(readManifest(folder).dependencies ?? {});
  return names
    .filter((name) => !name.startsWith("@partner-referrals/"))
    .flatMap((name) => {
      const found = packageFolder(resolve(name), name);
      return [found, ...thirdParties(found)];
    });
}

/** The folder of the package that a resolved module is in. */
function packageFolder(module: string, name: string): string {
  const folder = module.slice(0, module.lastIndexOf(`/node_modules/${name}/`));
  return join(folder, "node_modules", name);
}

/** A copy, because npm leaves out files that are hard links of each other, as pnpm makes them of equal files. */
function copy(folder: string): string {
  const target = join(workspace, "third-parties", basename(folder));
  cpSync(folder, target, { recursive: true });
  return target;
}
