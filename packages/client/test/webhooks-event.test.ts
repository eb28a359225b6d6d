import assert from "node:assert/strict";
import { test } from "node:test";
import { isReferralsError } from "@partner-referrals/client";
import { parseWebhook, ReferralsWebhookError } from "@partner-referrals/client/webhooks";
import { referralEventNameValues } from "@partner-referrals/types";
import fc from "fast-check";
import { anyCharacter, anyUrl } from "./arbitraries.ts";
import { assertQuick } from "./processor-time.ts";
import { event, events, failedAs } from "./webhooks/deliveries.ts";

// Where times without a zone would be read wrongly.
process.env.TZ = "America/New_York";

const parse = (change: object) => parseWebhook({ body: JSON.stringify({ ...event, ...change }) });

test("an event about a referral tells its id, what happened, and when", async () => {
  const parsed = await parseWebhook({
    body: JSON.stringify({
      EventName: "related-referral-updated",
      ResourceUri:
        "https://api.partnercenter.microsoft.com/engagements/v1/referrals/e91b5a27-3c6d-4d0f-8a44-61f7b20c9d18",
      ResourceName: "referral",
      AuditUri: null,
      ResourceChangeUtcDate: "2026-03-05T08:12:39.8840517+00:00",
    }),
  });
  assert.equal(parsed.name, "related-referral-updated");
  assert.equal(parsed.referralId, "e91b5a27-3c6d-4d0f-8a44-61f7b20c9d18");
  assert.equal(parsed.isRelated, true);
  assert.deepEqual(parsed.changedAt, new Date("2026-03-05T08:12:39.884Z"));
  assert.equal(parsed.raw.ResourceName, "referral");
});

test("every event of the contract is about a referral", async () => {
  assert.deepEqual(new Set(events.map(({ EventName }) => EventName)), new Set(referralEventNameValues));
  for (const each of events) {
    const { name, referralId, isRelated, resourceUri, raw } = await parse(each);
    assert.equal(name, each.EventName);
    assert.ok(referralId && resourceUri.endsWith(referralId));
    assert.equal(isRelated, each.EventName.startsWith("related-"));
    assert.deepEqual(raw, each);
  }
});

test("an event about something else has no referral id", async () => {
  const { name, referralId, isRelated } = await parse({
    EventName: "test-created",
    ResourceUri: "http://localhost:16722/v1/webhooks/registration/test",
    ResourceName: "test",
  });
  assert.deepEqual(
    { name, referralId, isRelated },
    { name: "test-created", referralId: undefined, isRelated: false },
  );
});

test("the id is the last segment, whatever host and path come before", async () => {
  for (const [uri, id] of [
    ["https://evil.example/x/2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1", "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1"],
    ["/referrals/1/", "1"],
    ["1", "1"],
    ["https://h.example/referrals/1?next=/2", "1"],
    ["https://h.example/referrals/1#/2", "1"],
  ] as const) {
    assert.equal((await parse({ ResourceUri: uri })).referralId, id);
  }
});

test("what is no id does not become one", async () => {
  for (const uri of [
    "/",
    "/..",
    "/.",
    "/a%2Fb",
    "/a b",
    "/a\\b",
    "/{{ReferralID}}",
    "/%2e%2e?/1",
    "/1\n",
    "?1",
  ]) {
    await assert.rejects(parse({ ResourceUri: uri }), failedAs("malformed-event"), uri);
  }
});

test("the time may have any number of digits, and is in UTC where it does not say", async () => {
  for (const [value, time] of [
    ["2026-03-09T14:02:11+00:00", "2026-03-09T14:02:11.000Z"],
    ["2026-03-09T14:02:11.5", "2026-03-09T14:02:11.500Z"],
    ["2026-03-09T14:02:11.5730021Z", "2026-03-09T14:02:11.573Z"],
    ["2026-03-09T14:02:11.5730021-08:00", "2026-03-09T22:02:11.573Z"],
  ] as const) {
    assert.equal((await parse({ ResourceChangeUtcDate: value })).changedAt.toISOString(), time);
  }
});

test("a body that is no event is rejected, saying where and without quoting it", async () => {
  for (const [change, target] of [
    [{ EventName: undefined }, "EventName"],
    [{ EventName: "" }, "EventName"],
    [{ EventName: ["referral-created"] }, "EventName"],
    [{ ResourceUri: null }, "ResourceUri"],
    [{ ResourceName: 1 }, "ResourceName"],
    [{ ResourceChangeUtcDate: "yesterday" }, "ResourceChangeUtcDate"],
    [{ ResourceChangeUtcDate: "2026-13-09T14:02:11Z" }, "ResourceChangeUtcDate"],
    [{ ResourceChangeUtcDate: 1 }, "ResourceChangeUtcDate"],
  ] as const) {
    await assert.rejects(parse(change), (error) => {
      assert.ok(failedAs("malformed-event")(error));
      assert.ok(isReferralsError(error));
      assert.equal(error.target, target);
      return true;
    });
  }
  for (const body of ["", "x", "null", "[]", '"text"', "1", "{", `${JSON.stringify(event)} trailing`]) {
    await assert.rejects(parseWebhook({ body }), failedAs("malformed-event"), body);
  }
  await assert.rejects(parseWebhook({ body: null }), failedAs("malformed-event"));
  const notUtf8 = Buffer.from(JSON.stringify(event).replace("referral", "ref\xFFrral"), "latin1");
  await assert.rejects(parseWebhook({ body: notUtf8 }), failedAs("malformed-event"));
});

test("the body may be a text, bytes, a buffer, a stream or a request", async () => {
  const text = JSON.stringify(event);
  const bytes = new TextEncoder().encode(text);
  async function* chunks() {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  const request = new Request("http://h.example", { method: "POST", body: text });
  for (const body of [text, bytes, bytes.buffer, Buffer.from(text), new Blob([text]).stream(), chunks()]) {
    assert.deepEqual((await parseWebhook({ body })).raw, event);
  }
  assert.deepEqual((await parseWebhook(request)).raw, event);
});

test("a body that was read or parsed before is a mistake of the receiver, and says so", async () => {
  const request = new Request("http://h.example", { method: "POST", body: "{}" });
  await request.text();
  await assert.rejects(parseWebhook(request), { name: "TypeError", message: /already read/ });
  for (const body of [event, undefined, 1]) {
    // @ts-expect-error: TypeScript tells too.
    await assert.rejects(parseWebhook({ body }), { name: "TypeError", message: /parsed object/ });
  }
});

test("a body of any size is rejected once it is larger than an event", async () => {
  let sent = 0;
  async function* endless() {
    for (;;) {
      sent += 1024;
      yield new Uint8Array(1024);
    }
  }
  await assert.rejects(parseWebhook({ body: endless() }), failedAs("body-too-large"));
  assert.ok(sent < 100_000);
  await assert.rejects(parseWebhook({ body: "x".repeat(70_000) }), failedAs("body-too-large"));
});

test("any body is an event or rejected, at once", async () => {
  const texts = fc.oneof(fc.string({ unit: anyCharacter }), fc.json(), fc.uint8Array());
  const near = fc.record(
    {
      EventName: texts,
      ResourceUri: fc.oneof(anyUrl, fc.string()),
      ResourceName: texts,
      ResourceChangeUtcDate: fc.oneof(texts, fc.date().map(String)),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        texts,
        near.map((change) => JSON.stringify({ ...event, ...change })),
      ),
      async (body) => {
        await assertQuick(async () => {
          try {
            const { referralId = "1" } = await parseWebhook({ body });
            assert.match(referralId, /^[\w-]+$/);
          } catch (error) {
            assert.ok(error instanceof ReferralsWebhookError);
          }
        });
      },
    ),
    { numRuns: 1000 },
  );
  const hostile = `${"/".repeat(20_000)}${"a".repeat(40_000)}!`;
  await assertQuick(() => assert.rejects(parse({ ResourceUri: hostile }), failedAs("malformed-event")));
});
