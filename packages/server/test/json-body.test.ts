import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseJson } from "@partner-referrals/server/json-body";

const parse = (text: string) => parseJson(new TextEncoder().encode(text));
const errorOf = (text: string) => {
  const parsed = parse(text);
  return "error" in parsed ? parsed.error : assert.fail(`${text} was parsed`);
};

describe("parseJson", () => {
  for (const text of ['{"a":[1,true,null]}', '"\\u00e4"', " 0 ", "\uFEFF{}"]) {
    test(`reads ${text}`, () => assert.ok("value" in parse(text)));
  }

  for (const [name, text, expected] of [
    [
      "a trailing comma",
      '{\n  "a": 1,\n}',
      "is not valid JSON: unexpected character at position 12 (line 3 column 1)",
    ],
    ["single quotes", "{'a': 1}", "is not valid JSON: unexpected character at position 1 (line 1 column 2)"],
    ["two values", "{} {}", "is not valid JSON: unexpected character at position 3 (line 1 column 4)"],
    [
      "a control character",
      '"a\nb"',
      "is not valid JSON: unexpected character at position 2 (line 1 column 3)",
    ],
    ["a text cut short", '{"a": ', "is not valid JSON: the text ends too early"],
    ["a string cut short", '{"a": "b', "is not valid JSON: the text ends too early"],
    // V8 names no position for these.
    ["a bare word", "undefined", "is not valid JSON: unexpected character"],
    ["a missing item", "[1,,2]", "is not valid JSON: unexpected character"],
  ] as const) {
    test(`says what is wrong with ${name}`, () => assert.equal(errorOf(text), expected));
  }

  test("rejects what is nested too deep, before it is parsed", () => {
    assert.ok("value" in parse(`${"[".repeat(100)}${"]".repeat(100)}`));
    assert.match(errorOf(`${"[".repeat(101)}${"]".repeat(101)}`), /more than 100 levels/);
    assert.match(errorOf("[".repeat(500_000)), /more than 100 levels/);
    assert.ok(
      "value" in parse(`["${"[".repeat(200)}\\"${"[".repeat(200)}"]`),
      "brackets in a string do not count",
    );
  });

  test("rejects what is not UTF-8", () => {
    assert.deepEqual(parseJson(new Uint8Array([0x22, 0xff, 0x22])), { error: "is not valid UTF-8" });
  });

  test("repeats nothing of the text", () => {
    assert.ok(!errorOf('{"secret": hunter2}').includes("hunter2"));
  });
});
