import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createTextRing } from "../dist/admin/text-ring.js";

describe("The texts of a journal", () => {
  test("are kept whole until they are dropped, and use the same few bytes again", () => {
    const ring = createTextRing();
    const buffers = new Set<ArrayBufferLike>();
    const kept: { readonly text: string; readonly copy: string | Buffer }[] = [];
    for (let index = 0; index < 5000; index++) {
      const text = `${index} é💥`.repeat((index * 7919) % 400);
      const copy = ring.store(text);
      if (typeof copy !== "string") buffers.add(copy.buffer);
      kept.push({ text, copy });
      if (kept.length <= 100) continue;
      const oldest = kept.shift();
      assert.equal(oldest?.copy.toString(), oldest?.text);
      ring.drop(oldest?.copy);
    }
    for (const { text, copy } of kept) assert.equal(copy.toString(), text);
    const bytes = kept.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    const live = new Set(kept.flatMap(({ copy }) => (typeof copy === "string" ? [] : [copy.buffer])));
    const size = [...live].reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert.ok(size < 2 * bytes + 2 * 64 * 1024, `${size} bytes for ${bytes}`);
    assert.ok(buffers.size < 20, `${buffers.size} buffers were made.`);
  });

  test("are returned as they are if they are long", () => {
    const text = "x".repeat(100_000);
    assert.equal(createTextRing().store(text), text);
  });
});
