import { after, describe, test } from "node:test";
import { startSandbox } from "@partner-referrals/sandbox";
import { run } from "../lost-responses/scenario.ts";

/** A long run takes ten thousand. */
const seeds = Array.from({ length: 16 }, (_, index) => index + 1);
const sandbox = await startSandbox({ port: 0 });
after(() => sandbox.close());

describe("no change is lost, doubled or misreported, whatever response is lost", () => {
  for (const seed of seeds) {
    test(`seed ${seed}`, async () => {
      await run(sandbox, seed);
    });
  }
});
