/** Notices that a source file was saved. */
import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Folders that no person edits. */
const NOT_SOURCES = /(^|[\\/])(node_modules|dist|generated|coverage|\.turbo|\.git|\.build|\.astro)([\\/]|$)/;
/** Editors save in several steps, and often several files at once. */
const SETTLE_MS = 50;

/**
 * Yields the files saved below `root`, in batches, until `signal` aborts; a batch of deletions is empty. What is saved
 * while a batch is worked on waits for the next.
 */
export async function* sourceChanges(root: string, signal: AbortSignal): AsyncGenerator<string[]> {
  const saved = new Set<string>();
  let wake = () => {};
  // Node 24 knows `ignore`, which keeps it out of node_modules; its published types do not yet.
  const options = { recursive: true, ignore: (file: string) => NOT_SOURCES.test(file) };
  const watcher = watch(root, options, (_event, file) => {
    if (file === null || NOT_SOURCES.test(file)) return;
    saved.add(file);
    wake();
  });
  signal.addEventListener("abort", () => wake());
  try {
    while (!signal.aborted) {
      if (saved.size > 0) {
        await delay(SETTLE_MS);
        // Many editors write a new file beside the old one and rename it; nobody wants to read that name.
        const batch = [...saved].filter((file) => existsSync(join(root, file))).sort();
        saved.clear();
        yield batch;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    watcher.close();
  }
}
