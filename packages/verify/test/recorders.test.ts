import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { createVerifier } from "../src/index.ts";
import { readTraffic, TrafficError } from "../src/traffic/read.ts";
import { contradictedBy } from "./support/scenario.ts";

const expected = [
  "createReferral.responses.200",
  "updateReferral.responses.204",
  "getReferral.responses.200",
  "updateReferral.responses.412",
  "listReferrals.responses.401",
  "Referral.required.id",
  "rule/created-as-sent",
  "rule/stale-etag",
  "rule/token",
];

describe("A HAR file as it was written by", () => {
  for (const file of globSync(join(import.meta.dirname, "fixtures/*.har"))) {
    const text = readFileSync(file, "utf8");

    test(basename(file, ".har"), async () => {
      const verifier = createVerifier();
      const onBadEntry = (message: string) => assert.fail(message);
      for await (const exchange of readTraffic(Readable.from([text]), { onBadEntry }))
        verifier.observe(exchange);
      assert.equal(verifier.report().exchanges, 5);
      assert.deepEqual(contradictedBy(verifier), []);
      const confirmed = verifier.report().findings.filter(({ outcome }) => outcome === "confirmed");
      const ids = new Set(confirmed.map(({ id }) => id));
      assert.deepEqual(
        expected.filter((id) => !ids.has(id)),
        [],
      );
    });

    test(`${basename(file, ".har")}, cut off, which names the last entry that is whole`, async () => {
      let read = 0;
      const traffic = readTraffic(Readable.from([text.slice(0, text.length * 0.7)]), {
        onBadEntry: () => {},
      });
      await assert.rejects(
        async () => {
          for await (const _ of traffic) read += 1;
        },
        (error) => error instanceof TrafficError && error.message.includes(`after entry ${read}:`),
      );
      assert.ok(read > 0);
    });
  }
});
