/** How long building takes: from nothing, from the cache, and with nothing to do. */
import { build, describeFailure } from "@partner-referrals/scripts/build";
import { cacheFolder, outputFolders, removeBuilt } from "@partner-referrals/scripts/built-files";
import { createWorkingCopy } from "@partner-referrals/scripts/working-copy";
import { defineBench } from "../runner/bench.ts";

/** What is missing when a subject's build begins. */
const removed = {
  cold: [...outputFolders, cacheFolder],
  restored: outputFolders,
  unchanged: [],
} as const;

export default defineBench({
  title: "Build",
  method:
    "`turbo run build` of all packages in a temporary copy of the repository: cold after `pnpm clean`; restored with the cache " +
    "but without the built files; unchanged with both.",
  rounds: 3,
  subjects: ["cold", "restored", "unchanged"],
  metrics: { time: { label: "time", unit: "ms" } },
  budgets: [],
  async prepare() {
    const { root, remove } = await createWorkingCopy();
    await build({ root });
    return {
      async measure(subject) {
        await removeBuilt(root, removed[subject]);
        return { time: await timeBuild(root, subject !== "cold") };
      },
      close: remove,
    };
  },
});

async function timeBuild(root: string, fromCache: boolean): Promise<number> {
  const started = performance.now();
  const outcome = await build({ root });
  const time = performance.now() - started;
  if (!outcome.ok) throw new Error(describeFailure(outcome));
  if (outcome.steps.some(({ cached }) => cached !== fromCache))
    throw new Error("This measures something else.");
  return time;
}
