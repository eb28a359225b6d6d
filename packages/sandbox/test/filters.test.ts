import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import fc from "fast-check";
import { collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start();

interface Item {
  readonly name: string | null;
  readonly value?: number;
  readonly country?: string;
  readonly favorite: boolean;
  readonly emails: readonly (string | null)[];
}

const words = ["", "a", "A", "ab", "o'b", "é", "%", "_", "\\", "b a", "a\u0000b", "💥a"];
/** How many filters are tried. A long run tries as many as FILTERS says. */
const runs = Number(process.env.FILTERS ?? 150);
const items: Item[] = Array.from({ length: 40 }, (_, index) => ({
  name: index % 7 === 0 ? null : (words[index % words.length] ?? null),
  ...(index % 3 > 0 && { value: (index % 5) - 2 }),
  ...(index % 4 > 0 && { country: ["US", "CH", "GB"][index % 3] ?? "US" }),
  favorite: index % 2 === 0,
  emails: Array.from({ length: index % 3 }, (_, at) =>
    at === 1 && index % 5 === 0 ? null : (words[(index + at) % words.length] ?? null),
  ),
}));
const ids: string[] = [];

before(async () => {
  const seeded = await sandbox.control.seed({
    referrals: items.map(({ name, value, country, favorite, emails }) => ({
      ...deal,
      ...{ name, favorite, team: emails.map((email) => ({ email })) },
      customerProfile: { name: "Customer", ...(country && { address: { country } }) },
      details: { ...(value !== undefined && { dealValue: value }) },
    })),
  });
  ids.push(...seeded.map(({ id }) => id));
});

/** An expression, with what it means by the rules of OData. */
interface Case {
  readonly text: string;
  readonly holds: (item: Item) => boolean;
}

type Scalar = string | number | boolean | null;
const orders: Record<string, (a: Scalar, b: Scalar) => boolean> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a !== null && b !== null && a > b,
  ge: (a, b) => a !== null && b !== null && a >= b,
  lt: (a, b) => a !== null && b !== null && a < b,
  le: (a, b) => a !== null && b !== null && a <= b,
};
const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const word = fc.constantFrom(...words);

const textProperty = fc.constantFrom<[string, (item: Item) => string | null]>(
  ["name", ({ name }) => name],
  ["customerProfile/address/country", ({ country }) => country ?? null],
);
const textComparison: fc.Arbitrary<Case> = fc
  .tuple(textProperty, fc.constantFrom("eq", "ne"), fc.option(word))
  .map(([[path, read], operator, value]) => ({
    text: `${path} ${operator} ${value === null ? "null" : quote(value)}`,
    holds: (item) => orders[operator]?.(read(item), value) ?? false,
  }));
const numberComparison: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom(...Object.keys(orders)), fc.integer({ min: -3, max: 3 }), fc.boolean())
  .map(([operator, value, isSwapped]) => ({
    text: isSwapped ? `${value} ${operator} details/dealValue` : `details/dealValue ${operator} ${value}`,
    holds: (item) => {
      const own = item.value ?? null;
      return (isSwapped ? orders[operator]?.(value, own) : orders[operator]?.(own, value)) ?? false;
    },
  }));
const searches: Record<string, (text: string, part: string) => boolean> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};
const search: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom(...Object.keys(searches)), textProperty, word, fc.boolean())
  .map(([name, [path, read], part, lowers]) => ({
    text: `${name}(${lowers ? `tolower(${path})` : path}, ${quote(part)})`,
    holds: (item) => {
      const text = read(item);
      return text !== null && (searches[name]?.(lowers ? text.toLowerCase() : text, part) ?? false);
    },
  }));
const membership: fc.Arbitrary<Case> = fc
  .tuple(textProperty, fc.array(fc.option(word), { minLength: 1, maxLength: 3 }))
  .map(([[path, read], values]) => ({
    text: `${path} in (${values.map((value) => (value === null ? "null" : quote(value))).join(",")})`,
    holds: (item) => values.includes(read(item)),
  }));
const lambda: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom("any", "all"), fc.constantFrom("eq", "ne", "startswith"), word, fc.boolean())
  .map(([quantifier, operator, value, isNegated]) => {
    const inner =
      operator === "startswith"
        ? `startswith(m/email,${quote(value)})`
        : `m/email ${operator} ${quote(value)}`;
    const fits = (email: string | null) => {
      const result =
        operator === "startswith"
          ? (email?.startsWith(value) ?? false)
          : (orders[operator]?.(email, value) ?? false);
      return isNegated ? !result : result;
    };
    return {
      text: `team/${quantifier}(m:${isNegated ? `not (${inner})` : inner})`,
      holds: ({ emails }) => (quantifier === "any" ? emails.some(fits) : emails.every(fits)),
    };
  });
/** Properties of the referral inside a lambda, some of which SQLite's own functions have columns of the same name as. */
const outerInLambda: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom("any", "all"), fc.constantFrom("Independent", "Shared"), fc.boolean())
  .map(([quantifier, type, isId]) => ({
    text: isId ? `team/${quantifier}(m:id ne null)` : `team/${quantifier}(m:type eq '${type}')`,
    holds: ({ emails }) => {
      const inner = isId || type === deal.type;
      return quantifier === "any" ? inner && emails.length > 0 : inner || emails.length === 0;
    },
  }));
/** A lambda inside another one that looks at the items of both. */
const nestedLambda: fc.Arbitrary<Case> = fc.constant({
  text: "team/any(a:team/any(b:a/email ne b/email))",
  holds: ({ emails }) => new Set(emails).size > 1,
});
const length: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom(...Object.keys(orders)), fc.integer({ min: 0, max: 4 }))
  .map(([operator, value]) => ({
    text: `length(name) ${operator} ${value}`,
    holds: ({ name }) => orders[operator]?.(name === null ? null : [...name].length, value) ?? false,
  }));
const favorite: fc.Arbitrary<Case> = fc.constant({ text: "favorite", holds: (item) => item.favorite });

const { expression } = fc.letrec<{ expression: Case }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    ...[
      textComparison,
      numberComparison,
      search,
      membership,
      lambda,
      outerInLambda,
      nestedLambda,
      length,
      favorite,
    ],
    tie("expression").map(
      ({ text, holds }): Case => ({ text: `not (${text})`, holds: (item) => !holds(item) }),
    ),
    fc.tuple(tie("expression"), tie("expression")).map(
      ([a, b]): Case => ({
        text: `(${a.text}) and (${b.text})`,
        holds: (item) => a.holds(item) && b.holds(item),
      }),
    ),
    fc.tuple(tie("expression"), tie("expression")).map(
      ([a, b]): Case => ({
        text: `(${a.text}  or ${b.text})`,
        holds: (item) => a.holds(item) || b.holds(item),
      }),
    ),
  ),
}));

describe("Any filter", () => {
  test("finds what it means, no more and no less", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(expression, async ({ text, holds }) => {
        const { status, body } = await sandbox.call(
          "GET",
          `${collection}?${new URLSearchParams({ $filter: text, $select: "id" })}`,
        );
        assert.equal(status, 200, JSON.stringify(body));
        const expected = ids.filter((_, index) => {
          const item = items[index];
          return item !== undefined && holds(item);
        });
        assert.deepEqual(body.value.map(({ id }: { id: string }) => id).toSorted(), expected.toSorted());
        found += expected.length;
      }),
      { numRuns: runs },
    );
    assert.ok(found > 2.5 * runs);
  });

  test("cut or torn, is rejected at a place inside it, or still is a filter", async () => {
    await fc.assert(
      fc.asyncProperty(expression, fc.nat(), fc.string({ maxLength: 2 }), async ({ text }, at, insert) => {
        const place = at % (text.length + 1);
        const torn = text.slice(0, place) + insert.toWellFormed() + text.slice(place + 1);
        const { status, body } = await sandbox.call(
          "GET",
          `${collection}?${new URLSearchParams({ $filter: torn, $top: "1" })}`,
        );
        if (status === 200) return;
        assert.equal(status, 400);
        const position = Number(
          /position (\d+)/.exec(body.error.message)?.[1] ?? (torn === "" ? 0 : Number.NaN),
        );
        assert.ok(position >= 0 && position <= torn.length, body.error.message);
      }),
      { numRuns: runs / 2 },
    );
  });
});
