import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";
import { accepts, addresses, isWindows, startAndWait, stopLimitMs } from "../support/started.ts";

describe("pnpm start ends", { timeout: 600_000 }, () => {
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    test(`with 0 on ${signal}, and leaves nothing running`, async () => {
      const started = await startAndWait();
      const urls = Object.values(addresses(started));
      started.signalGroup(signal);
      // It waits for every process that has the command's output.
      const ending = await started.ended(stopLimitMs);
      if (!isWindows) assert.deepEqual(ending, { code: 0, signal: null });
      assert.deepEqual(await Promise.all(urls.map(accepts)), [false, false, false]);
    });
  }

  // Windows has neither npx's shell nor orphans.
  if (isWindows) return;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    test(`when npx, which started pnpm, gets ${signal} and tells nobody`, async () => {
      // A shell in the place of npx: the real one would ask the registry.
      const env = childEnvironment();
      const npx = { ...env, PATH: [join(repositoryRoot, "_npx/0/bin"), env.PATH].join(delimiter) };
      const line = 'sh -c "pnpm start $*; exit"; exit';
      const started = await startAndWait("sh", ["-c", line, "npx"], npx);
      const urls = Object.values(addresses(started));
      process.kill(started.pid, signal);
      for (let attempt = 0; attempt < 50 && (await accepts(urls[0] ?? "")); attempt++) await delay(100);
      assert.deepEqual(await Promise.all(urls.map(accepts)), [false, false, false]);
      await started.ended(stopLimitMs);
    });
  }
});
