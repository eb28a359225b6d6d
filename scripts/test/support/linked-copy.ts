import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { repositoryRoot } from "@partner-referrals/support/repository";

export interface LinkedCopy {
  readonly root: string;
  remove(): void;
}

/**
 * A temporary copy of the sources of parts of the repository. Its packages are linked with each other, and with the
 * dependencies that are installed here, which is far cheaper than installing.
 */
export function createLinkedCopy(paths: readonly string[]): LinkedCopy {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "partner-referrals-linked-")));
  const filter = (path: string) => !/[\\/](node_modules|dist|generated|\.turbo|\.build|\.astro)$/.test(path);
  for (const path of globSync([...paths], { cwd: repositoryRoot })) {
    cpSync(join(repositoryRoot, path), join(root, path), { recursive: true, filter });
  }
  symlinkSync(join(repositoryRoot, "node_modules"), join(root, "node_modules"), "junction");
  for (const manifest of globSync("{spec,scripts,packages/*}/package.json", { cwd: root })) {
    linkDependencies(root, dirname(manifest));
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Links what a package has in `node_modules`: packages of the copy to each other, others to where they are installed. */
function linkDependencies(root: string, folder: string): void {
  const installed = join(repositoryRoot, folder, "node_modules");
  const linked = join(root, folder, "node_modules");
  for (const name of globSync(["[!@.]*", "@*/*"], { cwd: installed })) {
    const target = realpathSync(join(installed, name));
    const copied = join(root, relative(repositoryRoot, target));
    const isCopied = !target.includes("node_modules") && existsSync(join(copied, "package.json"));
    mkdirSync(dirname(join(linked, name)), { recursive: true });
    symlinkSync(isCopied ? copied : target, join(linked, name), "junction");
  }
  const commands = join(installed, ".bin");
  if (existsSync(commands)) symlinkSync(commands, join(linked, ".bin"), "junction");
}
