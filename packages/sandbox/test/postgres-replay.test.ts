import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createDatabase } from "@partner-referrals/postgres";
import { startSandbox } from "@partner-referrals/sandbox";
import { createReplay, sendReplay } from "./support/replay.ts";

/** How many requests there are. A long run sends as many as REPLAYS says. */
const requests = Number(process.env.REPLAYS ?? 300);
const perUniverse = Math.min(requests, 500);

describe("Two sandboxes on one PostgreSQL", () => {
  test(`respond to ${requests} random requests byte for byte as one with SQLite does`, async () => {
    const postgres = await createDatabase();
    const alone = await startSandbox({ port: 0 });
    const together = await Promise.all([0, 1].map(() => startSandbox({ port: 0, database: postgres.url })));
    const statuses = new Set<number>();
    try {
      for (let count = 0; count < requests; ) {
        const universe = `replay-${count}`;
        const replay = createReplay(count, universe);
        for (let index = 0; index < perUniverse; index++, count++) {
          const request = replay.next();
          const expected = await sendReplay(alone.url, request);
          const instance = together[index % together.length];
          const response = await sendReplay(instance?.url ?? "", request);
          assert.deepEqual(response, expected, `${index} of ${universe}: ${JSON.stringify(request)}`);
          replay.learn(expected);
          statuses.add(expected.status);
        }
      }
      for (const status of [200, 204, 400, 403, 404, 409, 412, 503])
        assert.ok(statuses.has(status), `${status}`);
    } finally {
      for (const sandbox of [alone, ...together]) await sandbox.close();
      await postgres.remove();
    }
  });
});
