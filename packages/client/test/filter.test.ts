import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultParser } from "@odata/parser";
import { any, not, where } from "@partner-referrals/client";
import fc from "fast-check";
import { anyCharacter } from "./arbitraries.ts";

const text = (filter: { toString(): string }) => filter.toString();

test("a property is compared with a value", () => {
  assert.equal(text(where("status").eq("New")), "status eq 'New'");
  assert.equal(text(where("type").ne("Shared")), "type ne 'Shared'");
  assert.equal(
    text(where("customerProfile/address/country").eq("US")),
    "customerProfile/address/country eq 'US'",
  );
  assert.equal(text(where("substatus").eq(null)), "substatus eq null");
});

test("dates are written without quotes", () => {
  assert.equal(text(where("updatedDateTime").ge(new Date(0))), "updatedDateTime ge 1970-01-01T00:00:00.000Z");
  assert.equal(
    text(where("updatedDateTime").lt("2026-03-02T09:15:04.1183302Z")),
    "updatedDateTime lt 2026-03-02T09:15:04.1183302Z",
  );
  assert.throws(() => where("updatedDateTime").lt("2026-03-02 or true"), TypeError);
});

test("comparisons are joined, with parentheses where they matter", () => {
  const [a, b, c] = [
    where("status").eq("New"),
    where("direction").eq("Incoming"),
    where("type").eq("Shared"),
  ];
  assert.equal(text(a.and(b)), "status eq 'New' and (direction eq 'Incoming')");
  assert.equal(text(a.and(b).and(c)), "status eq 'New' and (direction eq 'Incoming') and (type eq 'Shared')");
  assert.equal(text(a.or(b).and(c)), "(status eq 'New' or (direction eq 'Incoming')) and (type eq 'Shared')");
  assert.equal(text(a.and(b.or(c))), "status eq 'New' and (direction eq 'Incoming' or (type eq 'Shared'))");
  assert.equal(text(not(a)), "not (status eq 'New')");
});

test("the members of the team can be asked about", () => {
  assert.equal(
    text(any("team", (member) => member("email").eq("sales@proseware.example"))),
    "team/any(item:item/email eq 'sales@proseware.example')",
  );
});

test("what the contract does not mark as filterable is rejected by the compiler", () => {
  // @ts-expect-error: `name` cannot be filtered by.
  where("name");
  // @ts-expect-error: of the members of the team, only the e-mail address can.
  any("team", (member) => member("firstName").eq("x"));
  // @ts-expect-error: Open is not a status.
  where("status").eq("Open");
});

test("any value comes out of an OData parser as it went in", () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (value) => {
      const filter = text(where("type").eq(value).and(where("direction").eq("Incoming")));
      const [literal, direction] = literalsOf(filter);
      assert.equal(literal, value);
      assert.equal(direction, "Incoming");
    }),
    { numRuns: 500 },
  );
});

test("a quote in a value does not end it", () => {
  for (const value of ["'", "''", "O'Neil", "x' or status eq 'New", "'); drop--", "\\'"]) {
    assert.deepEqual(literalsOf(text(where("type").eq(value))), [value]);
  }
});

/** The string literals of a filter, as a parser reads them. It takes what stands in a URL, so the filter is encoded. */
function literalsOf(filter: string): string[] {
  const found = new Map<unknown, string>();
  const seen = new Set<unknown>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    if ("type" in node && node.type === "Literal" && "raw" in node) {
      found.set(node, decodeURIComponent(String(node.raw)).slice(1, -1).replaceAll("''", "'"));
      return;
    }
    Object.values(node).forEach(visit);
  };
  visit(defaultParser.filter(encodeURIComponent(filter).replaceAll("%20", " ").replaceAll("%2F", "/")));
  return [...found.values()];
}
