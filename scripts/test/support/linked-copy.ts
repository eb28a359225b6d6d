import { cpSync, existsSync, globSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "@partner-referrals/support/repository";

/**
 * A temporary copy of parts of the repository, with the dependencies that are installed here. Far cheaper than a working
 * copy, and as good where nothing is built that looks for its neighbours.
 */
export function createLinkedCopy(paths: readonly string[]): { readonly root: string; remove(): void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "partner-referrals-linked-")));
  const filter = (path: string) => !/\/(node_modules|dist|generated|\.turbo)$/.test(path);
  for (const path of globSync([...paths], { cwd: repositoryRoot })) {
    cpSync(join(repositoryRoot, path), join(root, path), { recursive: true, filter });
  }
  for (const folder of ["", "scripts", "spec"]) {
    const modules = join(repositoryRoot, folder, "node_modules");
    if (existsSync(join(root, folder))) symlinkSync(modules, join(root, folder, "node_modules"));
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
