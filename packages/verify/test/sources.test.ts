import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contract } from "@partner-referrals/spec/model";
import { accountFor, type Source, sourcesFile } from "@partner-referrals/spec/sources";
import { createVerifier, type Finding } from "../src/index.ts";
import { exchangeOf } from "./support/recorded-payloads.ts";

// Sources record the JSON types of payloads, no values: those of the contract take their place.
describe("A payload that a source records, as traffic,", () => {
  const { accounts } = accountFor([contract], sourcesFile.stated);
  for (const source of sourcesFile.stated) {
    const payloads = Object.entries(source.payloads ?? {}).flatMap(([name, payload]) => {
      const traffic = exchangeOf(payload);
      return traffic === undefined ? [] : [{ name, ...traffic }];
    });
    if (payloads.length === 0) continue;
    test(`contradicts what EVIDENCE.md names, and nothing more: ${source.key}`, () => {
      for (const { name, exchange, path } of payloads) {
        const verifier = createVerifier();
        assert.ok(verifier.observe(exchange), `${name} is for no operation`);
        const found = verifier
          .report()
          .findings.filter(isAboutBody)
          .map((one) => placeOf(one, path));
        const accounted = problemsOf(source, name);
        const unexplained = found.filter((place) => !accounted.has(place));
        assert.deepEqual(unexplained, [], name);
        const comparable = [...accounted.values()].filter(
          (problem) => !/no such property|type open/.test(problem),
        );
        assert.equal(found.length > 0, comparable.length > 0, `${name}: ${comparable.join("; ")}`);
      }
    });
  }

  /** By path, what accounting found wrong with a payload; all of it is explained. */
  function problemsOf(source: Source, name: string): Map<string, string> {
    const own = accounts.filter(
      ({ source: key, place }) => key === source.key && place[0] === "payloads" && place[1] === name,
    );
    return new Map(
      own
        .filter(({ entry, because, below }) => (entry ?? because) !== undefined && below === undefined)
        .map(({ fact, problem = "" }) => [fact.slice(name.length).replace(/^: /, ""), problem]),
    );
  }
});

/** Recorded payloads have no headers, and no rule holds of made-up values. */
function isAboutBody({ outcome, kind }: Finding): boolean {
  return outcome === "contradicted" && kind !== "header" && kind !== "rule";
}

/** Where a contradiction was seen, as accounting names places: `team[].email`. */
function placeOf({ example }: Finding, path: string): string {
  const { where = "" } = example ?? {};
  const pointer = where.slice(where.indexOf(path) + path.length + 1);
  return pointer.replace(/(^|\/)\d+/g, "[]").replaceAll("/", ".");
}
