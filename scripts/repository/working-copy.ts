/** A temporary copy of the repository as it is on disk, to build and break without touching the original. */
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";

const run = promisify(execFile);

export interface WorkingCopy {
  readonly root: string;
  remove(): Promise<void>;
}

/**
 * Copies every file that git tracks or would track, and installs what building needs; pnpm's store has it.
 * Nothing that was built comes along.
 */
export async function createWorkingCopy(): Promise<WorkingCopy> {
  // On macOS the temporary folder is a link; processes and tools report the real path.
  const root = await realpath(await mkdtemp(join(tmpdir(), "partner-referrals-")));
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5 });
  // A test that is interrupted must not leave half a gigabyte behind.
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  try {
    await copySources(root);
    await run(process.execPath, ["scripts/run.mjs", "start"], { cwd: root, env: childEnvironment(root) });
    return { root, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function copySources(root: string): Promise<void> {
  const { stdout } = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: repositoryRoot,
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const file of stdout.split("\0").filter(Boolean)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await copyFile(join(repositoryRoot, file), join(root, file)).catch((error: NodeJS.ErrnoException) => {
      // Deleted, but not yet committed.
      if (error.code !== "ENOENT") throw error;
    });
  }
}
