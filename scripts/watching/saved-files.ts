/** Tells which files of the packages were saved. */
import { type FSWatcher, globSync, readdirSync, watch } from "node:fs";
import { join, relative, sep } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cacheFolder, cacheFolders, outputFolders } from "../repository/built-files.ts";

/** An editor writes a file in several steps, or several files. */
const quietMs = 50;

/** Nobody saves anything there, and watching all of it takes long. */
const ignored: readonly string[] = ["node_modules", cacheFolder, ...cacheFolders, ...outputFolders];

/** The files that are saved from now on. */
export class SavedFiles {
  readonly #saved = new Set<string>();
  readonly #watchers: readonly FSWatcher[];
  #events = 0;
  #wake = Promise.withResolvers<void>();

  constructor(root: string) {
    this.#watchers = foldersToWatch(root).map(({ folder, recursive }) =>
      watch(folder, { recursive }, (_, name) => {
        if (name === null || ignored.includes(name.split(sep)[0] ?? "")) return;
        this.#events++;
        this.#saved.add(relative(root, join(folder, name)).replaceAll(sep, "/"));
        this.#wake.resolve();
      }),
    );
  }

  /**
   * Yields the paths of the files that were saved since the last time, relative to the root and with slashes, until `stop`
   * aborts: whenever there are some, and no more come for a moment.
   */
  async *batches(stop: AbortSignal): AsyncGenerator<readonly string[]> {
    stop.addEventListener("abort", () => this.#wake.resolve(), { once: true });
    for (await this.#wake.promise; !stop.aborted; await this.#wake.promise) {
      for (let before = -1; before !== this.#events; await delay(quietMs)) before = this.#events;
      this.#wake = Promise.withResolvers();
      const files = [...this.#saved];
      this.#saved.clear();
      yield files;
    }
    for (const watcher of this.#watchers) watcher.close();
  }
}

/** Each package's folder, and with all that is below them those of its folders that hold sources. */
function foldersToWatch(root: string): { readonly folder: string; readonly recursive: boolean }[] {
  const manifests = globSync("{spec,packages/*}/package.json", { cwd: root });
  return manifests.flatMap((manifest) => {
    const folder = join(root, manifest, "..");
    const below = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !ignored.includes(entry.name))
      .map(({ name }) => ({ folder: join(folder, name), recursive: true }));
    return [{ folder, recursive: false }, ...below];
  });
}
